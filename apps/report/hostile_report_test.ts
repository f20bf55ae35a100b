// Whatever records say, a report shows it as text: in Markdown, CSV, SVG and JSON.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type ExampleRun, exampleRun } from "./_example_runs.ts";
import { reportCsv } from "./csv.ts";
import { drawCurves } from "./curves.ts";
import { reportJson } from "./json.ts";
import { reportMarkdown } from "./markdown/report.ts";
import type { Run } from "./read_runs.ts";
import { makeReport, type Report } from "./report.ts";
import { TestSets } from "./test_predictions.ts";

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "![x](http://example.com/x.png)",
  "[x](javascript:alert(1)) <http://example.com>",
  "https://example.com www.example.com",
  "a|b|c\n\n# d\n- e\n```\nf",
  "&lt;b&gt; &#60;i&#62;",
  "\x1b]0;title\x07\x9b31m\u202eevil\u2066\u200b\u2028\u{e0041}",
  '=HYPERLINK("http://example.com")',
  "+1",
  "-1",
  "@SUM(1)",
  "\t=1",
  "]]><!-- x -->",
  "\\",
  "`",
  "``` ` ```",
  "~~x~~ **y** __z__",
  "\ud800",
  "__proto__",
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", minLength: 1 }));

async function hostileReport([a, b, c]: [string, string, string]): Promise<Report> {
  const labels = [`${a} 1`, `${b} 2`, `${c} 3`];
  const runs: ExampleRun[] = [
    { id: `${a} id`, name: a, labels },
    {
      id: "other",
      name: `${b} other`,
      labels,
      accuracy: 0.5,
      model: { architecture: "lstm", merge: b, bidirectional: true },
    },
  ];
  const testSets = new TestSets();
  const completed: Run[] = [];
  for (const run of runs) {
    const { record, predictions } = exampleRun(run);
    record.data.name = c;
    record.data.notice = a;
    record.machine.cpuModel = b;
    record.machine.operatingSystem = c;
    record.versions.deno = a;
    record.initialization = { [b]: c };
    completed.push({ name: record.id, record, predictions: await testSets.add(predictions) });
  }
  return makeReport({ completed, setAside: [{ name: b, reason: c }] });
}

/** The cells of CSV, by the grammar of RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (
    const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)
  ) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

/** What could mean something in Markdown or HTML, with what is escaped taken out. */
function meaningOf(markdown: string): string {
  return markdown.replace(/\\[!-/:-@[-`{-~]/g, "");
}

Deno.test("a Markdown report is text, whatever records say", async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(hostile, hostile, hostile), async (given) => {
      const report = await hostileReport(given);
      const markdown = reportMarkdown(report, [[{ title: "Curves", file: "curves.svg" }]]);
      const meaning = meaningOf(markdown);
      assertEquals(
        meaning.replace("![Curves](curves.svg)", "").match(/<|`|\]\(|~|:\/\/|www\./),
        null,
      );
      assertEquals(markdown.match(/&(?!lt;|amp;)#?\w+;/), null);
      assertEquals(markdown.match(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202e\u2066]/u), null);
      let columns = 0;
      for (const line of meaning.split("\n")) {
        if (!line.startsWith("|")) columns = 0;
        else {
          const own = line.split("|").length;
          if (columns > 0) assertEquals(own, columns, line);
          columns = own;
        }
      }
      JSON.parse(reportJson(report));
    }),
    { numRuns: 60, examples: HOSTILE.map((text) => [[text, text, text]]) },
  );
});

Deno.test("a CSV report holds no formulas, and reads back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(hostile, hostile, hostile), async (given) => {
      const [head, ...rows] = parseCsv(reportCsv(await hostileReport(given)));
      assertEquals(rows.length, 2);
      for (const row of rows) {
        assertEquals(row.length, head!.length);
        for (const cell of row) {
          assert(!/^[=+\-@\t\r]/.test(cell) || /^-?\d[\d.e+-]*$/.test(cell), cell);
        }
      }
    }),
    { numRuns: 60, examples: HOSTILE.map((text) => [[text, text, text]]) },
  );
});

Deno.test("curves are XML, whatever a configuration is called", async () => {
  for (const text of HOSTILE) {
    const report = await hostileReport([text, text, text]);
    const svg = await drawCurves(report.sections[0]!, "accuracy");
    assertEquals(svg.match(/(?!\n)[\p{Cc}\p{Cs}]/u), null);
    // Tags whose attributes are quoted, and none of which is a script.
    const rest = svg.replaceAll(
      /<\/?([a-zA-Z]+)((?:\s[\w:-]+="[^"<]*")*)\s*\/?>/g,
      (_, tag, given) => {
        const names = [...given.matchAll(/\s([\w:-]+)="[^"]*"/g)].map(([, name]) => name);
        assert(tag !== "script" && !names.some((name) => name.startsWith("on")));
        return "";
      },
    );
    assertEquals(rest.includes("<"), false);
    // Every tag that opens closes, and ampersands begin entities.
    assertEquals(svg.match(/&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9A-F]+);).{0,60}/)?.[0], undefined);
    const open: string[] = [];
    for (const [, end, name, alone] of svg.matchAll(/<(\/?)([a-zA-Z]\w*)[^>]*?(\/?)>/g)) {
      if (end) assertEquals(open.pop(), name);
      else if (!alone) open.push(name!);
    }
    assertEquals(open, []);
  }
});
