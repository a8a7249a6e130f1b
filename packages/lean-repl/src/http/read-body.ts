/** @returns a reply's body as text; undefined when it is longer than `maxBytes`, the rest of it unread. */
export async function readBody(reply: Response, maxBytes: number): Promise<string | undefined> {
  if (reply.body === null) return "";
  // Characters may be split between two chunks.
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const reader = reply.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > maxBytes) {
      await reader.cancel().catch(() => {});
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
