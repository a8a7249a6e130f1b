export type { AppOptions } from "./app.ts";
export { startServer } from "./serve.ts";
export type { RunningServer, ServeOptions } from "./serve.ts";
