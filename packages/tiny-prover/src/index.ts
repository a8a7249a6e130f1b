import path from "node:path";

/** The shipped checkpoint, in Hugging Face's layout. */
export const tinyProverDirectory: string = path.join(import.meta.dirname, "../checkpoint");

/** The Weigher that goes with it. */
export const tinyWeigherDirectory: string = path.join(import.meta.dirname, "../weigher");
