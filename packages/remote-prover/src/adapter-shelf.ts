import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Recent } from "@lemma/async";
import { type Adapter, InputError } from "@lemma/interfaces";
import { LoraAdapter, stackAdapters } from "@lemma/lora";
import { readLoaded, readModels } from "./answers.ts";
import type { Client } from "./client.ts";
import type { AdapterRoutes, Dialect } from "./dialects.ts";
import { ServerError } from "./errors.ts";

/** How adapters get to a server. */
export interface AdapterOptions {
  /**
   * A folder for PEFT folders, each named by its content's hash and written once. Default: a temporary one, made for the first adapter and
   * gone with the prover.
   */
  readonly directory?: string;
  /** The same folder as the server sees it, where it sees another path. */
  readonly serverDirectory?: string;
  /** How many the server is to hold at once: the least recently used one makes room. Default 8. */
  readonly limit?: number;
}

/** An adapter that a server holds, for as long as somebody uses it. */
export interface Lease {
  /** `model` of a request. */
  readonly model: string;
  /** Fields of a request, for a server that takes adapters so. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly adapter: LoraAdapter;
  release(): void;
}

interface Loaded {
  readonly ready: Promise<void>;
  users: number;
}

/** Brings adapters to a server and takes the least recently used ones away again. */
export class AdapterShelf {
  readonly #client: Client;
  readonly #base: string;
  readonly #dialect: Dialect;
  readonly #options: AdapterOptions | undefined;
  readonly #limit: number;
  /** In the order of their last use. */
  readonly #loaded = new Map<string, Loaded>();
  readonly #waiting: (() => void)[] = [];
  /** A stack is the same adapter each time. */
  // A theorem's adapter is used in a row and never again.
  readonly #stacks = new Recent<string, LoraAdapter>(4);
  #atStart: ReadonlyMap<string, number> | undefined;
  #temporary: Promise<string> | undefined;

  constructor(client: Client, base: string, dialect: Dialect, options: AdapterOptions | undefined) {
    this.#client = client;
    this.#base = base;
    this.#dialect = dialect;
    this.#options = options;
    this.#limit = options?.limit ?? 8;
  }

  /** @throws {ServerError} with fault `adapter` where the server cannot take it. */
  async borrow(stack: readonly Adapter[], signal: AbortSignal | undefined): Promise<Lease> {
    const adapter = this.#stacked(stack);
    const { adapters: routes } = this.#dialect;
    if (routes === "none")
      throw new ServerError(
        "adapter",
        `${this.#client.url}: no way to load an adapter into this kind of server is known`,
      );
    if (routes === "at start") return this.#scaled(adapter, signal);
    const name = adapter.id;
    const loaded = await this.#hold(name, adapter, routes, signal);
    return {
      adapter,
      model: routes.model(this.#base, name),
      fields: {},
      release: () => {
        loaded.users -= 1;
        this.#waiting.shift()?.();
      },
    };
  }

  /** Fields of a request for the model without any adapter. */
  async baseFields(signal: AbortSignal | undefined): Promise<Readonly<Record<string, unknown>>> {
    return this.#dialect.adapters === "at start" ? scales(await this.#readAtStart(signal)) : {};
  }

  /** The server no longer has it: another client took it away, or the server began anew. */
  forget({ adapter }: Lease): void {
    this.#loaded.delete(adapter.id);
  }

  /** Takes away everything that was brought. */
  async clear(): Promise<void> {
    const { adapters: routes } = this.#dialect;
    if (typeof routes === "string") return;
    const names = [...this.#loaded.keys()];
    this.#loaded.clear();
    try {
      await Promise.all(names.map((name) => this.#unload(name, routes)));
    } finally {
      if (this.#temporary !== undefined) await rm(await this.#temporary, { recursive: true, force: true });
      this.#temporary = undefined;
    }
  }

  async #hold(
    name: string,
    adapter: LoraAdapter,
    routes: AdapterRoutes,
    signal: AbortSignal | undefined,
  ): Promise<Loaded> {
    for (;;) {
      const known = this.#loaded.get(name);
      if (known !== undefined) {
        known.users += 1;
        this.#loaded.delete(name);
        this.#loaded.set(name, known);
        await known.ready;
        return known;
      }
      if (this.#loaded.size < this.#limit) break;
      const idle = [...this.#loaded].find(([, { users }]) => users === 0);
      if (idle === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      else {
        this.#loaded.delete(idle[0]);
        await this.#unload(idle[0], routes);
      }
    }
    const loaded: Loaded = { ready: this.#load(name, adapter, routes, signal), users: 1 };
    this.#loaded.set(name, loaded);
    try {
      await loaded.ready;
    } catch (error) {
      this.#loaded.delete(name);
      this.#waiting.shift()?.();
      throw error;
    }
    return loaded;
  }

  async #load(name: string, adapter: LoraAdapter, routes: AdapterRoutes, signal?: AbortSignal): Promise<void> {
    if (this.#options === undefined)
      throw new InputError("adapters: a folder is needed that the server can read adapters from");
    const directory =
      this.#options.directory ?? (await (this.#temporary ??= mkdtemp(path.join(tmpdir(), "lemma-adapters-"))));
    const { serverDirectory = directory } = this.#options;
    await writeOnce(adapter, path.join(directory, name));
    const body = { lora_name: name, lora_path: `${serverDirectory.replace(/\/+$/, "")}/${name}` };
    try {
      await this.#client.ask({ path: routes.load, body, signal }, () => undefined);
    } catch (error) {
      if (!(error instanceof ServerError) || error.fault !== "refused") throw error;
      // The name is its content's hash: whoever loaded it loaded the same.
      if (/already (?:been )?loaded/i.test(error.message)) return;
      const hint = error.status === 404 || error.status === 405 ? `; the server needs ${routes.needs}` : "";
      const { status = 0 } = error;
      throw new ServerError("adapter", `adapter ${name}: ${error.message}${hint}`, { cause: error, status });
    }
    await this.#checkListed(name, signal);
  }

  /** A server that says it has loaded an adapter and does not list it would answer with the base model. */
  async #checkListed(name: string, signal: AbortSignal | undefined): Promise<void> {
    const place = `GET ${this.#client.url}/v1/models`;
    const models = await this.#client.ask({ path: "/v1/models", signal }, readModels(place));
    const listsAdapters = models.some(({ parent }) => typeof parent === "string");
    if (models.some(({ id }) => id === name || id.endsWith(`:${name}`))) return;
    // Some list their base model alone.
    if (listsAdapters || this.#dialect.ownedBy === "vllm" || this.#dialect.ownedBy === "lemma")
      throw new ServerError("adapter", `${place}: the server took adapter ${name} and does not list it`);
  }

  async #unload(name: string, routes: AdapterRoutes): Promise<void> {
    try {
      await this.#client.ask({ path: routes.unload, body: { lora_name: name } }, () => undefined);
    } catch (error) {
      // What is not there need not be taken away.
      if (!(error instanceof ServerError) || (error.status !== 404 && error.status !== 400)) throw error;
    }
    if (this.#temporary !== undefined)
      await rm(path.join(await this.#temporary, name), { recursive: true, force: true });
  }

  #stacked(stack: readonly Adapter[]): LoraAdapter {
    const own = stack.map((adapter) => {
      if (adapter instanceof LoraAdapter) return adapter;
      throw new InputError(`adapter ${adapter.id}: expected one whose numbers are in this process (LoraAdapter)`);
    });
    const key = own.map(({ id }) => id).join();
    return this.#stacks.of(key, () => stackAdapters(own));
  }

  /** llama.cpp's: adapters that it read at its start, from files named by their ids, are scaled by request. */
  async #scaled(adapter: LoraAdapter, signal: AbortSignal | undefined): Promise<Lease> {
    const loaded = await this.#readAtStart(signal);
    if (!loaded.has(adapter.id))
      throw new ServerError(
        "adapter",
        `adapter ${adapter.id}: llama.cpp's server reads adapters at its start alone: start it with --lora ${adapter.id}.gguf; it has ${[...loaded.keys()].join(", ") || "none"}`,
      );
    return { adapter, model: this.#base, fields: scales(loaded, adapter.id), release: () => undefined };
  }

  /** The server's numbers of its adapters, by their files' names. */
  async #readAtStart(signal: AbortSignal | undefined): Promise<ReadonlyMap<string, number>> {
    const place = `GET ${this.#client.url}/lora-adapters`;
    const read = async (): Promise<ReadonlyMap<string, number>> => {
      try {
        const all = await this.#client.ask({ path: "/lora-adapters", signal }, readLoaded(place));
        return new Map(all.map(({ id, path: file }) => [path.basename(file).replace(/\.gguf$/, ""), id]));
      } catch (error) {
        // A proxy, or a version, that has no such route has no adapters to tell of.
        if (error instanceof ServerError && error.fault === "refused") return new Map();
        throw error;
      }
    };
    return (this.#atStart ??= await read());
  }
}

/**
 * Every adapter's scale, also where none is asked for: without this field llama.cpp's server applies them all, whatever it was started with,
 * to a prompt that it may have read with another one.
 */
const scales = (loaded: ReadonlyMap<string, number>, name?: string): Readonly<Record<string, unknown>> =>
  loaded.size === 0 ? {} : { lora: [...loaded].map(([own, id]) => ({ id, scale: own === name ? 1 : 0 })) };

/** A PEFT folder appears whole under its name, however many processes write it. */
async function writeOnce(adapter: LoraAdapter, folder: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined)) !== undefined) return;
  const partial = `${folder}.${process.pid}.partial`;
  await adapter.save(partial);
  try {
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if ((await stat(folder).catch(() => undefined)) === undefined) throw error;
  }
}
