import { type EChartsCoreOption, init, use } from "echarts/core";
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
import type { ConjectureRates } from "../conjecture-rates.ts";
import type { Interval } from "../statistics/interval.ts";
import { flopsOf } from "../equal-flops.ts";
import type { MethodSummary } from "../method-summary.ts";
import type { Summary } from "../summary.ts";
import type { Story, TrainingStep } from "./content.ts";
import { duration, metric, percent } from "./format.ts";

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  SVGRenderer,
]);

// Okabe and Ito's colours: told apart with every common colour vision.
const colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31", "#7F7F7F"];
// Stands for the page's own ink, light or dark: an SVG in the page may say `currentColor`, the renderer may not.
const ink = "#123456";
const faint = "rgba(128,128,128,0.35)";
const width = 860;

/** Draws on the server: an `<svg>` that needs no script. `height` in pixels. */
function draw(height: number, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({
    animation: false,
    color: colours,
    textStyle: { fontFamily: "sans-serif", color: ink, fontSize: 13 },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replaceAll(ink, "currentColor");
}

const axis = (name: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  name,
  nameLocation: "middle",
  nameGap: 34,
  nameTextStyle: { color: ink },
  axisLabel: { color: ink },
  splitLine: { lineStyle: { color: faint } },
  ...more,
});
const percentLabel = (value: number): string => percent(value, 0);
const nameOf = ({ label, k }: MethodSummary): string => `${label} (k = ${k})`;

/** Rows with an estimate as a dot, its interval as a whisker, and small dots for what it is the mean of. */
interface Whisker {
  readonly name: string;
  readonly interval: Interval;
  readonly dots?: readonly number[];
}

function whiskerChart(label: string, rows: readonly Whisker[]): string {
  const shown = rows.toReversed();
  return draw(90 + 38 * rows.length, {
    grid: { left: 250, right: 60, top: 20, bottom: 50 },
    xAxis: axis(label, { type: "value", min: 0, axisLabel: { color: ink, formatter: percentLabel } }),
    yAxis: {
      type: "category",
      data: shown.map(({ name }) => name),
      axisLabel: { color: ink, width: 235, overflow: "truncate" },
      axisTick: { show: false },
    },
    series: [
      {
        type: "custom",
        data: shown.map(({ interval }, row) => [row, interval.low, interval.high]),
        encode: { x: [1, 2], y: 0 },
        renderItem: (_: unknown, api: { value: (i: number) => number; coord: (at: number[]) => number[] }) => {
          const [x1, y] = api.coord([api.value(1), api.value(0)]) as [number, number];
          const [x2] = api.coord([api.value(2), api.value(0)]) as [number, number];
          const style = { stroke: colours[0], lineWidth: 2 };
          return {
            type: "group",
            children: [
              { type: "line", shape: { x1, y1: y, x2, y2: y }, style },
              { type: "line", shape: { x1, y1: y - 5, x2: x1, y2: y + 5 }, style },
              { type: "line", shape: { x1: x2, y1: y - 5, x2, y2: y + 5 }, style },
            ],
          };
        },
      },
      {
        type: "scatter",
        symbolSize: 6,
        itemStyle: { color: colours[1], opacity: 0.7 },
        data: shown.flatMap(({ dots = [] }, row) => dots.map((dot) => [dot, row])),
      },
      {
        type: "scatter",
        symbolSize: 11,
        itemStyle: { color: colours[0] },
        data: shown.map(({ interval }, row) => [interval.estimate, row]),
        label: {
          show: true,
          position: "top",
          color: ink,
          formatter: ({ value }: { value: readonly number[] }) => percent(value[0]!),
        },
      },
    ],
  });
}

/** Accuracy of each method with its interval. */
export function accuracyChart({ methods }: Summary): string {
  return whiskerChart(
    "pass@k",
    methods.map((method) => ({ name: nameOf(method), interval: method.passAtK })),
  );
}

/** The rate of verified conjectures before and after meta-training. */
export function ratesChart({ rows }: ConjectureRates): string {
  return whiskerChart(
    "verified conjectures",
    rows.map(({ policy, rate, bySeed }) => ({ name: `${policy} meta-training`, interval: rate, dots: bySeed })),
  );
}

/** pass@k against k, one line a method, named above. */
export function curveChart({ methods }: Summary): string {
  const longest = Math.max(2, ...methods.flatMap(({ curve }) => curve.at(-1)?.k ?? []));
  return lineChart(
    { name: "attempts k", min: 1, max: longest, isWide: longest > 100 },
    methods.map(({ label, curve }) => ({ label, points: thinned(curve).map(({ k, value }) => [k, value]) })),
  );
}

/** The same against what it costs, in operations a problem. Undefined without a method `baseline`. */
export function budgetChart({ methods }: Summary): string | undefined {
  const plain = methods.find(({ name }) => name === "baseline");
  if (plain === undefined || plain.usage.flops === 0) return undefined;
  const lines = methods.map((method) => {
    const flops = flopsOf(method, plain);
    return { label: method.label, points: thinned(method.curve).map(({ k, value }) => [flops(k) / 1e9, value]) };
  });
  const costs = lines.flatMap(({ points }) => points.map(([cost]) => cost!));
  if (costs.length === 0) return undefined;
  return lineChart({ name: "GFLOPs a problem", min: Math.min(...costs), max: Math.max(...costs), isWide: true }, lines);
}

/** Some sixty points of a curve, further apart the further along it they are. */
function thinned(curve: MethodSummary["curve"]): MethodSummary["curve"] {
  const most = 60;
  if (curve.length <= most) return curve;
  const step = Math.log(curve.length) / (most - 1);
  const kept = new Set(Array.from({ length: most }, (_, i) => Math.round(Math.exp(i * step)) - 1));
  return curve.filter((_, i) => kept.has(i));
}

interface Line {
  readonly label: string;
  readonly points: readonly (readonly number[])[];
}

function lineChart(
  x: { readonly name: string; readonly min: number; readonly max: number; readonly isWide: boolean },
  given: readonly Line[],
): string {
  // Lines that lie on one another are one line with several names.
  const lines = new Map<string, { readonly names: string[]; readonly points: Line["points"] }>();
  for (const { label, points } of given) {
    const line = lines.get(JSON.stringify(points)) ?? { names: [], points };
    line.names.push(label);
    lines.set(JSON.stringify(points), line);
  }
  const rows = Math.ceil(given.length / 3);
  const scale = x.isWide ? { type: "log" } : { type: "value", min: x.min, max: x.max, minInterval: 1 };
  return draw(354 + 24 * rows, {
    legend: { top: 0, itemGap: 30, textStyle: { color: ink, padding: [0, 12, 0, 0] } },
    grid: { left: 70, right: 40, top: 26 + 24 * rows, bottom: 50 },
    xAxis: axis(x.name, scale),
    yAxis: axis("pass@k", { type: "value", min: 0, nameGap: 44, axisLabel: { color: ink, formatter: percentLabel } }),
    series: [...lines.values()].map(({ names, points }) => ({
      type: "line",
      name: names.join(", and alike: "),
      symbolSize: 7,
      data: points,
    })),
  });
}

/** What a problem cost under each method, measure by measure, each on its own scale. */
export function computeChart({ methods }: Summary): string {
  const measures = [
    { title: "FLOPs", of: (method: MethodSummary) => method.usage.flops, show: metric },
    { title: "sampled tokens", of: (method: MethodSummary) => method.usage.sampledTokens, show: metric },
    { title: "wall-clock", of: (method: MethodSummary) => method.usage.wallMs, show: duration },
    { title: "verifier time", of: (method: MethodSummary) => method.usage.verifierMs, show: duration },
  ];
  const rows = methods.toReversed();
  const left = 240;
  const each = (width - left) / measures.length;
  return draw(70 + 30 * rows.length, {
    title: measures.map(({ title }, i) => ({
      text: title,
      left: left + i * each,
      top: 0,
      textStyle: { fontSize: 13, color: ink },
    })),
    grid: measures.map((_, i) => ({ left: left + i * each, width: each - 70, top: 30, bottom: 10 })),
    xAxis: measures.map((_, i) => ({ gridIndex: i, type: "value", show: false, min: 0 })),
    yAxis: measures.map((_, i) => ({
      gridIndex: i,
      type: "category",
      data: rows.map(nameOf),
      axisLabel: { show: i === 0, color: ink, width: left - 20, overflow: "truncate" },
      axisTick: { show: false },
    })),
    series: measures.map(({ of, show }, i) => ({
      type: "bar",
      xAxisIndex: i,
      yAxisIndex: i,
      itemStyle: { color: colours[i] },
      data: rows.map(of),
      label: { show: true, position: "right", color: ink, formatter: ({ value }: { value: number }) => show(value) },
    })),
  });
}

/** Figure 3: verified pairs per meta-training theorem, in training order. */
export function trainingChart(steps: readonly TrainingStep[]): string {
  const most = Math.max(1, ...steps.map(({ generated, verified }) => Math.max(generated, verified)));
  return draw(340, {
    grid: { left: 60, right: 20, top: 20, bottom: 60 },
    xAxis: axis("meta-training theorem", { type: "category", data: steps.map((_, i) => i + 1) }),
    yAxis: axis("verified pairs", { type: "value", min: 0, max: most, minInterval: 1, nameGap: 36 }),
    series: [
      {
        type: "bar",
        data: steps.map(({ verified }) => verified),
        itemStyle: { color: colours[2] },
        label: { show: true, position: "top", color: ink },
      },
    ],
  });
}

/** Figure 4's numbers: each example's weight and, where there is one, its meta-gradient. */
export function storyChart({ examples }: Story): string {
  const names = examples.map((_, i) => `example ${i + 1}`);
  const panels = [
    { title: "weight w", values: examples.map(({ weight }) => weight), colour: colours[0] },
    { title: "∂L/∂w (negative: it helps)", values: examples.map(({ gradient }) => gradient ?? 0), colour: colours[1] },
  ];
  const shown = examples.some(({ gradient }) => gradient !== undefined) ? panels : panels.slice(0, 1);
  const each = (width - 90) / shown.length;
  return draw(80 + 28 * examples.length, {
    title: shown.map(({ title }, i) => ({
      text: title,
      left: 90 + i * each,
      top: 0,
      textStyle: { fontSize: 13, color: ink },
    })),
    grid: shown.map((_, i) => ({ left: 90 + i * each, width: each - 70, top: 30, bottom: 30 })),
    xAxis: shown.map((_, i) => ({
      gridIndex: i,
      type: "value",
      splitNumber: 3,
      axisLabel: { color: ink, formatter: (value: number) => String(Number(value.toPrecision(2))) },
      splitLine: { lineStyle: { color: faint } },
    })),
    yAxis: shown.map((_, i) => ({
      gridIndex: i,
      type: "category",
      inverse: true,
      data: names,
      axisLabel: { show: i === 0, color: ink },
      axisTick: { show: false },
    })),
    series: shown.map(({ values, colour }, i) => ({
      type: "bar",
      xAxisIndex: i,
      yAxisIndex: i,
      data: values,
      itemStyle: { color: colour },
    })),
  });
}
