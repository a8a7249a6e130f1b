// Draws what `lemma demo` prints into docs/demo.svg, the picture of the README: `pnpm build && node tools/draw-demo.mjs`.
import { writeFileSync } from "node:fs";

import { runCli } from "../packages/cli/dist/index.js";

const [columns, lineHeight, charWidth, margin] = [124, 18, 7.8, 16];
/** The ANSI codes that the palette uses, as classes of the picture. */
const classes = { 1: "bold", 2: "dim", 31: "red", 32: "green", 33: "yellow", 36: "cyan" };

let text = "";
const status = await runCli(["demo"], {
  out: (part) => void (text += part),
  progress: () => undefined,
  isInteractive: true,
  hasColor: true,
  signal: new AbortController().signal,
});
if (status !== 0) throw new Error(`the demo ended with ${status}`);

const escapeXml = (part) => part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** One line: coloured stretches become tspans. Lines longer than the picture is wide are cut. */
function draw(line, index) {
  let active;
  let column = 0;
  const spans = line.split("\u001b[").map((part, i) => {
    const [, code, rest] = i === 0 ? [undefined, undefined, part] : /^(\d+)m([^]*)$/.exec(part);
    if (code !== undefined) active = classes[code];
    const shown = rest.slice(0, Math.max(0, columns - column));
    column += rest.length;
    return active === undefined ? escapeXml(shown) : `<tspan class="${active}">${escapeXml(shown)}</tspan>`;
  });
  return `<text x="${margin}" y="${margin + (index + 1) * lineHeight}">${spans.join("")}</text>`;
}

const lines = text.trimEnd().split("\n");
const [width, height] = [2 * margin + columns * charWidth, 2 * margin + (lines.length + 0.5) * lineHeight];
writeFileSync(
  new URL("../docs/demo.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" role="img" aria-label="A terminal: lemma demo">
<style>text{font:13px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dde5;white-space:pre}.bold{font-weight:700;fill:#fff}.dim{fill:#8b97a6}.red{fill:#f0776c}.green{fill:#6fcf80}.yellow{fill:#e2b714}.cyan{fill:#5cc8e0}</style>
<rect width="100%" height="100%" rx="8" fill="#14181f"/>
${lines.map(draw).join("\n")}
</svg>
`,
);
