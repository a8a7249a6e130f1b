import { type Command, type LeanFile, readFile } from "@lemma/lean-text";
import { type Context, customaryContext, emptyContext, refuse } from "./context.ts";
import { after } from "./read.ts";

const maximumCommands = 20_000;
const maximumHeaders = 256;

/**
 * Contexts by what stands before them. The same words after the same words give the same context, so that what was found out about
 * an earlier theorem holds for all that follow it, however their headers are handed over.
 */
export class Contexts {
  #next = new WeakMap<Context, Map<string, Context>>();
  #size = 0;
  readonly #headers = new Map<string, Context>();

  /** A theorem's context: its header, or the customary one where it names none. */
  ofHeader(header: string | undefined): Context {
    if (header === undefined) return customaryContext;
    let found = this.#headers.get(header);
    if (found === undefined) {
      const file = readFile(header);
      found = emptyContext;
      for (const command of file.commands) found = this.after(found, file, command);
      if (file.isOpen) found = refuse(found, "a comment or string that does not end");
      if (this.#headers.size >= maximumHeaders) this.#headers.clear();
      this.#headers.set(header, found);
    }
    return found;
  }

  after(context: Context, file: LeanFile, command: Command): Context {
    const text = file.source.slice(command.start, command.end);
    let known = this.#next.get(context);
    if (known === undefined) this.#next.set(context, (known = new Map<string, Context>()));
    let found = known.get(text);
    if (found === undefined) {
      found = after(context, file, command);
      if (++this.#size > maximumCommands) {
        this.#next = new WeakMap<Context, Map<string, Context>>();
        this.#size = 0;
      } else known.set(text, found);
    }
    return found;
  }
}
