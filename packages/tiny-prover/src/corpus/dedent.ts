/** A block that starts at the margin: an indent would be the same tokens in every example. */
export function dedent(block: string): string {
  const lines = block.replace(/^\n+|\s+$/g, "").split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)![0].length));
  return lines.map((line) => line.slice(indent)).join("\n");
}
