import { InputError } from "@lemma/interfaces";

/** Reads fields of a JSON object; `null` counts as absent, as Hugging Face writes it. */
export class Fields {
  readonly #record: Record<string, unknown>;
  readonly #file: string;
  readonly #path: string;

  constructor(value: unknown, file: string, path = "") {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new InputError("expected a JSON object", path === "" ? { file } : { file, field: path });
    this.#record = value as Record<string, unknown>;
    this.#file = file;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined && this.#record[name] !== null;
  }

  /** Written as null, which some fields mean otherwise than leaving them out. */
  isNull(name: string): boolean {
    return this.#record[name] === null;
  }

  number(name: string, fallback?: number): number {
    const value = this.#record[name] ?? fallback;
    if (typeof value !== "number" || !Number.isFinite(value))
      this.fail(name, `expected a number, received ${JSON.stringify(value)}`);
    return value;
  }

  positive(name: string, fallback?: number): number {
    const value = this.number(name, fallback);
    if (!Number.isSafeInteger(value) || value < 1) this.fail(name, `expected a positive integer, received ${value}`);
    return value;
  }

  text(name: string, fallback: string): string {
    const value = this.#record[name] ?? fallback;
    if (typeof value !== "string") this.fail(name, `expected a string, received ${JSON.stringify(value)}`);
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#record[name] ?? fallback;
    if (typeof value !== "boolean") this.fail(name, `expected true or false, received ${JSON.stringify(value)}`);
    return value;
  }

  /** A list of strings; none when absent. */
  texts(name: string): readonly string[] {
    const value = this.#record[name] ?? [];
    if (!Array.isArray(value) || !value.every((text): text is string => typeof text === "string"))
      this.fail(name, `expected strings, received ${JSON.stringify(value)}`);
    return value;
  }

  /** A token id, or a list of them; none when absent. */
  ids(name: string): readonly number[] {
    const value = this.#record[name] ?? [];
    const ids: unknown[] = Array.isArray(value) ? value : [value];
    if (!ids.every((id): id is number => Number.isSafeInteger(id) && (id as number) >= 0))
      this.fail(name, `expected token ids, received ${JSON.stringify(value)}`);
    return ids;
  }

  /** A nested object; an absent one is empty. */
  record(name: string): Fields {
    return new Fields(this.#record[name] ?? {}, this.#file, this.#path === "" ? name : `${this.#path}.${name}`);
  }

  fail(name: string, problem: string): never {
    throw new InputError(problem, { file: this.#file, field: this.#path === "" ? name : `${this.#path}.${name}` });
  }
}
