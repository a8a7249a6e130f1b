export { listen } from "./http.ts";
export type { HttpOptions, HttpServer } from "./http.ts";
export { createServer } from "./server.ts";
export { serveStdio } from "./stdio.ts";
export { tools } from "./tools.ts";
export type { Call, Tool, Workshop } from "./tool.ts";
