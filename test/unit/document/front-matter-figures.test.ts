import * as assert from "uvu/assert";
import { readFrontMatterFigures } from "../../../src/document/front-matter-figures.ts";
import { formatScalar, formatScalarLike } from "../../../src/document/front-matter-text.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

type Cases = readonly (readonly [text: string, read: string])[];

/** Lines of the front matter, their values with what is written in `<>`, and the figures: milestone, phases, plans, percent. */
const blocks: Cases = [
  ["milestone: v1.0", "milestone=v1.0<v1.0> | v1.0 null null null null null"],
  ["milestone: 1.2.3", "milestone=1.2.3<1.2.3> | v1.2.3 null null null null null"],
  ["milestone: V2", "milestone=V2<V2> | v2 null null null null null"],
  ["milestone: v1.2.3.4", "milestone=v1.2.3.4<v1.2.3.4> | null null null null null null"],
  ["milestone: x", "milestone=x<x> | null null null null null null"],
  ['milestone: "v1.0"', 'milestone=v1.0<"v1.0"> | v1.0 null null null null null'],
  ["milestone: 'v1.0'", "milestone=v1.0<'v1.0'> | v1.0 null null null null null"],
  ["milestone: \"v1.0'", "milestone=\"v1.0'<\"v1.0'> | null null null null null null"],
  [
    "progress:\n  total_phases: 4\n  completed_phases: 1\n  total_plans: 8\n  completed_plans: 2\n  percent: 25",
    "progress=<> progress.total_phases=4<4> progress.completed_phases=1<1> progress.total_plans=8<8> progress.completed_plans=2<2> progress.percent=25<25> | null 4 1 8 2 25",
  ],
  ["progress:\n  percent: 25%", "progress=<> progress.percent=25%<25%> | null null null null null null"],
  ["progress:\n  percent: 123456", "progress=<> progress.percent=123456<123456> | null null null null null null"],
  ["progress:\n    percent: 5", "progress=<> progress.percent=5<5> | null null null null null 5"],
  ["percent: 5", "percent=5<5> | null null null null null null"],
  ["a: 1\na: 2", "a=1<1> | null null null null null null"],
  ["a:1", " | null null null null null null"],
  ["a :1", " | null null null null null null"],
  ["a: ", "a=<> | null null null null null null"],
  ["a:\t1", "a=1<1> | null null null null null null"],
  ["a:  1  ", "a=1<1> | null null null null null null"],
  ["a: b: c", "a=b: c<b: c> | null null null null null null"],
  ["-a: 1", " | null null null null null null"],
  ["1a: 1", " | null null null null null null"],
  ["_a-b: 1", "_a-b=1<1> | null null null null null null"],
  [
    "progress: x\n  percent: 5\nother:\n  percent: 7",
    "progress=x<x> progress.percent=5<5> other=<> other.percent=7<7> | null null null null null 5",
  ],
  ["         a: 1", " | null null null null null null"],
  ["        a: 1", ".a=1<1> | null null null null null null"],
  ["# a: 1", " | null null null null null null"],
  ['a: ""', 'a=<""> | null null null null null null'],
  ["a: ''", "a=<''> | null null null null null null"],
];

/** Values, and how they are written in YAML. */
const scalars: Cases = [
  ["Completed 67-04", "Completed 67-04"],
  ["a: b", '"a: b"'],
  ["a #b", '"a #b"'],
  ['a"b', '"a\\"b"'],
  ["a'b", '"a\'b"'],
  ["a{b", '"a{b"'],
  ["a[b", '"a[b"'],
  ["a,b", '"a,b"'],
  ["a&b", '"a&b"'],
  ["a*b", '"a*b"'],
  ["a!b", '"a!b"'],
  ["a|b", '"a|b"'],
  ["a>b", '"a>b"'],
  ["a%b", '"a%b"'],
  ["a@b", '"a@b"'],
  ["a`b", '"a`b"'],
  ["a\\b", '"a\\\\b"'],
  ["-a", '"-a"'],
  [" a", '" a"'],
  ["a ", '"a "'],
  ["a\t", '"a\\t"'],
  ["true", '"true"'],
  ["False", '"False"'],
  ["null", '"null"'],
  ["yes", '"yes"'],
  ["NO", '"NO"'],
  ["on", '"on"'],
  ["off", '"off"'],
  ["12", '"12"'],
  ["1.2", '"1.2"'],
  ["1.2.3", '"1.2.3"'],
  ["1a", "1a"],
  ["12 a", "12 a"],
  ["é", '"é"'],
  ["", '""'],
  ["trueish", "trueish"],
  ["v1.0", "v1.0"],
  ["2026-02-20", "2026-02-20"],
];

/** Values, and how they are written in the place of a plain scalar, one in double and one in single quotes. */
const scalarsLike: Cases = [
  ["67", "67 \"67\" '67'"],
  ["2026-02-20", "2026-02-20 \"2026-02-20\" '2026-02-20'"],
  ["2026-02-2x", "2026-02-2x \"2026-02-2x\" '2026-02-2x'"],
  ["a b", "a b \"a b\" 'a b'"],
  ["a: b", '"a: b" "a: b" \'a: b\''],
  ["it's", '"it\'s" "it\'s" "it\'s"'],
  ["a\\b", '"a\\\\b" "a\\\\b" "a\\\\b"'],
  ["12.5", '"12.5" "12.5" \'12.5\''],
];

function describe(lines: string): string {
  const text = `---\n${lines}\n---\n`;
  const figures = readFrontMatterFigures(parseStateDocument(text));
  if (figures === undefined) return "no front matter";
  const values = [...figures.lines].map(
    ([key, { value, valueRange }]) => `${key}=${value}<${text.slice(valueRange.start, valueRange.end)}>`,
  );
  const { milestone, totalPhases, completedPhases, totalPlans, completedPlans, percent } = figures;
  return `${values.join(" ")} | ${[milestone, totalPhases, completedPhases, totalPlans, completedPlans, percent].map(String).join(" ")}`;
}

suite("readFrontMatterFigures", (test) => {
  test("reads one key a line, and the block of progress", () => {
    for (const [lines, read] of blocks) assert.is(describe(lines), read, lines);
    assert.is(readFrontMatterFigures(parseStateDocument("# State\n")), undefined);
  });
});

suite("scalars of the front matter", (test) => {
  test("are quoted where GSD's own parser needs it", () => {
    for (const [value, written] of scalars) assert.is(formatScalar(value), written, value);
  });

  test("take the form of the one that they take the place of", () => {
    for (const [value, written] of scalarsLike)
      assert.is(["x", '"x"', "'x'"].map((old) => formatScalarLike(old, value)).join(" "), written, value);
  });
});
