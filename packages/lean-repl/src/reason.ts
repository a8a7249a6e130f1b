/** What was thrown, in words. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The end of what a program said: whole lines as far as they fit, else whole words of the last one. */
export function lastWords(text: string, most = 300): string {
  const said = text.trim();
  if (said.length <= most) return said;
  const end = said.slice(-most);
  const line = end.indexOf("\n");
  if (line !== -1) return end.slice(line + 1);
  const word = end.indexOf(" ");
  return `…${word === -1 ? end : end.slice(word)}`;
}
