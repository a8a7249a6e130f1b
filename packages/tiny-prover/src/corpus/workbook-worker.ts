// Searches one statement after another, in a thread of its own.
import { parentPort } from "node:worker_threads";
import { searchStatement } from "./workbook-search.ts";

parentPort!.on("message", (statement: string) => parentPort!.postMessage(searchStatement(statement)));
