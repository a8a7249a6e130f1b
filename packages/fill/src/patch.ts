import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** What filling changed, as `git apply` and `patch` read it; empty where nothing did. @param name the file's path. */
export function unifiedPatch(name: string, before: string, after: string): string {
  if (before === after) return "";
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, options);
}
