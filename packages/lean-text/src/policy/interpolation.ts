/**
 * The terms between braces in a string's content, should it be an interpolated one; undefined where one of them holds a
 * quotation mark or does not end, so that the string may be longer than it looks.
 */
export function holesIn(content: string): readonly string[] | undefined {
  const holes: string[] = [];
  for (let at = 0; at < content.length; at += 1) {
    if (content[at] === "\\") at += 1;
    else if (content[at] === "{") {
      const end = endOfHole(content, at + 1);
      if (end === undefined) return undefined;
      holes.push(content.slice(at + 1, end));
      at = end;
    }
  }
  return holes;
}

/** Where the brace is that closes a hole; in doubt there is none. */
function endOfHole(content: string, start: number): number | undefined {
  let depth = 1;
  for (let at = start; at < content.length; at += 1) {
    const character = content[at]!;
    // Comments, characters and quotation marks could hide a brace or end the string.
    if (character === "'" && !/[\p{L}\p{N}_'!?]/u.test(content[at - 1]!)) return undefined;
    if (character === '"' || content.startsWith("--", at) || content.startsWith("/-", at)) return undefined;
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
