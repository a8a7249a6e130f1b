import type { FileProgressParams, LeanDiagnostic, PublishDiagnosticsParams } from "./protocol.ts";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPosition = (value: unknown): boolean =>
  isObject(value) && Number.isInteger(value["line"]) && Number.isInteger(value["character"]);

const isRange = (value: unknown): boolean => isObject(value) && isPosition(value["start"]) && isPosition(value["end"]);

const isDiagnostic = (value: unknown): value is LeanDiagnostic =>
  isObject(value) &&
  isRange(value["range"]) &&
  (value["fullRange"] === undefined || isRange(value["fullRange"])) &&
  typeof value["message"] === "string" &&
  // Without one it could be an error that nobody sees.
  [1, 2, 3, 4].includes(value["severity"] as number);

/** Whether a notification is what its method says: an error of another shape would be overlooked. */
export const isPublishDiagnostics = (value: unknown): value is PublishDiagnosticsParams =>
  isObject(value) &&
  typeof value["uri"] === "string" &&
  Array.isArray(value["diagnostics"]) &&
  value["diagnostics"].every(isDiagnostic);

export const isFileProgress = (value: unknown): value is FileProgressParams =>
  isObject(value) &&
  isObject(value["textDocument"]) &&
  typeof value["textDocument"]["uri"] === "string" &&
  Array.isArray(value["processing"]) &&
  value["processing"].every(isObject);
