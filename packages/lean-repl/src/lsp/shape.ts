import { z } from "zod";
import type { FileProgressParams, PublishDiagnosticsParams } from "./protocol.ts";

const position = z.looseObject({ line: z.int(), character: z.int() });
const range = z.looseObject({ start: position, end: position });

const publishDiagnostics = z.looseObject({
  uri: z.string(),
  diagnostics: z.array(
    z.looseObject({
      range,
      fullRange: range.optional(),
      message: z.string(),
      // Without one it could be an error that nobody sees.
      severity: z.literal([1, 2, 3, 4]),
    }),
  ),
});

const fileProgress = z.looseObject({
  textDocument: z.looseObject({ uri: z.string() }),
  processing: z.array(z.looseObject({})),
});

/** Whether a notification is what its method says: an error of another shape would be overlooked. */
export const isPublishDiagnostics = (value: unknown): value is PublishDiagnosticsParams =>
  publishDiagnostics.safeParse(value).success;

export const isFileProgress = (value: unknown): value is FileProgressParams => fileProgress.safeParse(value).success;
