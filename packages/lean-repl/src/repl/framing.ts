/** A frame grew past the limit before its blank line came. */
export class FrameTooLong extends Error {
  readonly bytes: number;
  constructor(bytes: number) {
    super(`an answer of more than ${bytes} bytes`);
    this.bytes = bytes;
  }
}

const newline = 0x0a;

/**
 * Cuts a byte stream at blank lines. Works on bytes and decodes whole frames only, so that a character split between two
 * chunks stays whole; frames may be of any length up to `maxBytes` and arrive one byte at a time.
 */
export class FrameSplitter {
  /** May be changed between frames. */
  maxBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #endsInNewline = false;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** Bytes of the frame that is not complete yet. */
  get pendingBytes(): number {
    return this.#bytes;
  }

  /** What is there of the frame that is not complete yet, as text, at most `limit` bytes. */
  pendingText(limit = 200): string {
    return Buffer.concat(this.#chunks).subarray(0, limit).toString("utf8");
  }

  /**
   * @returns the frames that `chunk` completed, without their blank line.
   * @throws {FrameTooLong} when the unfinished frame is over the limit; the splitter is of no use afterwards.
   */
  push(chunk: Buffer): string[] {
    const frames: string[] = [];
    let start = 0;
    let from = 0;
    for (;;) {
      let end: number;
      if (from === 0 && this.#endsInNewline && chunk[0] === newline) end = 0;
      else {
        const found = chunk.indexOf("\n\n", from, "latin1");
        if (found === -1) break;
        end = found + 1;
      }
      this.#chunks.push(chunk.subarray(start, end));
      frames.push(Buffer.concat(this.#chunks).toString("utf8"));
      this.#chunks = [];
      this.#bytes = 0;
      this.#endsInNewline = false;
      start = end + 1;
      from = start;
      if (start >= chunk.length) return frames;
    }
    // A copy, not a view: the stream's pooled buffer would otherwise be kept alive by a few bytes of it.
    this.#chunks.push(Buffer.from(chunk.subarray(start)));
    this.#bytes += chunk.length - start;
    this.#endsInNewline = chunk[chunk.length - 1] === newline;
    // Many tiny chunks: merge now and then, so that memory and the final concat stay linear.
    if (this.#chunks.length > 4096) this.#chunks = [Buffer.concat(this.#chunks)];
    if (this.#bytes > this.maxBytes) throw new FrameTooLong(this.maxBytes);
    return frames;
  }
}
