import type { ServerResponse } from "node:http";

/** What a server may answer instead of what it should. @param good what it should. */
type HttpFault = (response: ServerResponse, good: () => string) => void;

const reply = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
};
const results = (result: object): string => JSON.stringify({ results: [result] });

/** Ways in which a verification server, or whatever stands before it, gets things wrong. */
export const httpFaults: Readonly<Record<string, HttpFault>> = {
  "http-500": (response) => reply(response, 500, '{"detail": "no REPL is available"}'),
  "http-429": (response) => reply(response, 429, '{"detail": "no REPL is available"}'),
  "http-429-patient": (response) => reply(response, 429, "{}", { "retry-after": "1" }),
  "http-400": (response) => reply(response, 400, '{"detail": "malformed"}'),
  redirect: (response) => reply(response, 307, "", { location: "http://127.0.0.1:9/elsewhere" }),
  drop: (response) => void response.socket?.destroy(),
  "drop-mid-body": (response, good) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100000" });
    response.write(good().slice(0, 20));
    setTimeout(() => response.socket?.destroy(), 20);
  },
  "no-answer": () => {},
  "slow-headers": (response, good) => void setTimeout(() => reply(response, 200, good()), 600),
  dribble: (response, good) => {
    response.writeHead(200, { "content-type": "application/json" });
    const bytes = Buffer.from(good());
    const half = Math.floor(bytes.length / 2);
    // Characters of several bytes fall apart here.
    for (let at = 0; at < half; at += 1) response.write(bytes.subarray(at, at + 1));
    setTimeout(() => response.end(bytes.subarray(half)), 20);
  },
  garbage: (response) => reply(response, 200, "<html>gateway</html>"),
  "truncated-json": (response, good) => reply(response, 200, good().slice(0, -10)),
  "null-body": (response) => reply(response, 200, "null"),
  "no-results": (response) => reply(response, 200, '{"results": null}'),
  "wrong-id": (response) =>
    reply(response, 200, results({ id: "another", custom_id: "another", response: { env: 0 } })),
  "two-results": (response, good) => {
    const one = (JSON.parse(good()) as { results: readonly object[] }).results[0]!;
    reply(response, 200, JSON.stringify({ results: [one, one] }));
  },
  misshapen: (response, good) => {
    const one = (JSON.parse(good()) as { results: readonly object[] }).results[0]!;
    reply(response, 200, results({ ...one, error: null, response: { env: 0, messages: { severity: "error" } } }));
  },
  // Read carelessly, an answer without messages.
  "odd-refusal": (response, good) => {
    const one = (JSON.parse(good()) as { results: readonly object[] }).results[0]!;
    reply(response, 200, results({ ...one, error: null, response: { message: 5 } }));
  },
  // What is null is left out: Lean's parse errors have no end.
  "no-ends": (response, good) => reply(response, 200, good().replaceAll(/"endPos":(?:null|\{[^}]*\}),?/g, "")),
  flood: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    // In turns with everybody else: the server shares its process with whoever asks.
    const pump = (): void => {
      if (response.destroyed) return;
      response.write(Buffer.alloc(1 << 18, 0x20));
      setTimeout(pump, 1);
    };
    pump();
  },
};
