// Learning curves as SVG, drawn with Vega-Lite: a panel a configuration, training and test.
import type { TopLevelSpec } from "vega-lite";
import { printable } from "../command_line/printable.ts";
import type { CurvePoint } from "./learning_curve.ts";
import type { Section } from "./report.ts";
import { forLightAndDark, PALETTE } from "./svg_colors.ts";

/** What a curve can show. */
export type Metric = "accuracy" | "loss";

/** The most panels in a picture: more would not be looked at. */
export const MAX_PANELS = 24;

// The sizes of a panel in pixels for one, two, and three or more in a row; a page is about 880 wide.
const PANELS = [
  { width: 560, height: 240 },
  { width: 370, height: 190 },
  { width: 236, height: 150 },
] as const;
const SERIES = { test: "test", train: "training", study: "the study's test" };

/**
 * Draws the learning curves of a section, the configurations with the highest final accuracy first:
 * means over the seeds, with a band from the lowest to the highest test value, and the study's test
 * values where there are any. The colors follow the reader's light or dark scheme.
 */
export async function drawCurves(section: Section, metric: Metric): Promise<string> {
  // Vega is large and slow to load, and most reports need no picture.
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  const { spec } = vegaLite.compile(curvesSpec(section, metric));
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  try {
    return forLightAndDark(await view.toSVG());
  } finally {
    view.finalize();
  }
}

interface Row {
  panel: string;
  epoch: number;
  series: string;
  value: number;
  low?: number;
  high?: number;
  /** Whether the series has no other epoch, so that no line shows it. */
  alone: boolean;
}

/** The picture as a Vega-Lite specification. */
function curvesSpec(section: Section, metric: Metric): TopLevelSpec {
  const values = curveRows(section, metric);
  const panels = [...new Set(values.map(({ panel }) => panel))];
  const series = Object.values(SERIES).filter((name) => values.some((row) => row.series === name));
  const title = metric === "accuracy" ? "Accuracy" : "Loss";
  const columns = Math.min(PANELS.length, panels.length);
  const panel = PANELS[columns - 1]!;
  const lastEpoch = Math.max(...values.map(({ epoch }) => epoch));
  const color = {
    field: "series",
    type: "nominal",
    scale: {
      domain: series,
      range: series.map((name) =>
        name === SERIES.test ? PALETTE.blue : name === SERIES.train ? PALETTE.gray : PALETTE.orange
      ),
    },
    legend: {
      title: null,
      orient: "top",
      symbolType: "stroke",
      symbolSize: 300,
      symbolOpacity: 1,
      symbolStrokeWidth: 2,
    },
  } as const;
  const dash = {
    field: "series",
    type: "nominal",
    scale: {
      domain: series,
      range: series.map((name) =>
        name === SERIES.test ? [1, 0] : name === SERIES.train ? [5, 3] : [1.5, 2.5]
      ),
    },
  } as const;
  const x = {
    field: "epoch",
    type: "quantitative" as const,
    title: "Epoch",
    // One epoch alone would make an axis without length.
    scale: { domain: [Math.min(1, lastEpoch - 1), lastEpoch], nice: false },
    axis: { tickMinStep: 1, tickCount: 6, format: "d", grid: false },
  };
  const scale = { zero: false, nice: true } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: PALETTE.background,
    padding: 12,
    data: { values },
    facet: {
      field: "panel",
      type: "nominal",
      sort: panels,
      // Without a browser Vega takes letters to be wider than they are.
      header: {
        title: null,
        labelFontSize: 12,
        labelFontWeight: "bold",
        labelLimit: 1.4 * panel.width,
      },
    },
    columns,
    spacing: { row: 18, column: 24 },
    spec: {
      ...panel,
      layer: [
        {
          transform: [{ filter: "isValid(datum.low) && datum.high > datum.low" }],
          mark: { type: "area", opacity: 0.25 },
          encoding: {
            x,
            y: { field: "low", type: "quantitative", title, scale },
            y2: { field: "high" },
            color,
          },
        },
        {
          mark: { type: "line", strokeWidth: 2 },
          encoding: {
            x,
            y: { field: "value", type: "quantitative", title, scale },
            color,
            strokeDash: dash,
          },
        },
        {
          transform: [{ filter: "datum.alone" }],
          mark: { type: "point", filled: true, size: 60, opacity: 1 },
          encoding: { x, y: { field: "value", type: "quantitative", title, scale }, color },
        },
      ],
    },
    config: {
      aria: false,
      font: "system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif",
      axis: {
        labelColor: PALETTE.text,
        titleColor: PALETTE.text,
        labelFontSize: 11,
        titleFontSize: 12,
        titleFontWeight: "normal",
        gridColor: PALETTE.grid,
        domainColor: PALETTE.line,
        tickColor: PALETTE.line,
      },
      header: { labelColor: PALETTE.text },
      legend: { labelColor: PALETTE.text, labelFontSize: 12 },
      view: { stroke: PALETTE.grid },
    },
  };
}

function curveRows({ curves, reference }: Section, metric: Metric): Row[] {
  const [test, train] = metric === "accuracy"
    ? ["testAccuracy", "trainAccuracy"] as const
    : ["testLoss", "trainLoss"] as const;
  return curves.slice(0, MAX_PANELS).flatMap(({ label, points }) => {
    // XML forbids control characters, even as entities.
    const panel = printable(label);
    const row = (series: string, { epoch }: CurvePoint, value: number): Row => ({
      panel,
      epoch,
      series,
      value,
      alone: points.length === 1,
    });
    const study = reference?.find((row) => row.label === label);
    return [
      ...points.map((point) => row(SERIES.train, point, point[train].mean)),
      ...points.map((point) => ({
        ...row(SERIES.test, point, point[test].mean),
        low: point[test].low,
        high: point[test].high,
      })),
      ...(study?.history ?? []).map((epoch) => ({
        panel,
        epoch: epoch.epoch,
        series: SERIES.study,
        value: epoch[test],
        alone: study?.history.length === 1,
      })),
    ];
  });
}
