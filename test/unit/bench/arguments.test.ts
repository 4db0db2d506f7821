import * as assert from "uvu/assert";
import { formatHelp, parseBenchArguments, type BenchArguments } from "../../../scripts/bench/arguments.ts";
import { suite } from "../../support/suite.ts";

const series = ["commit", "verify"].map((name) => ({ name, summary: `about ${name}` }));
const parse = (...args: readonly string[]): BenchArguments => parseBenchArguments(args, series, ["thousand"]);

suite("bench arguments", (test) => {
  test("run all series unless some are named", () => {
    assert.equal(parse(), { kind: "run", series: ["commit", "verify"], rounds: 15, jsonPath: null, isWriting: false });
    assert.equal(parse("verify", "--rounds", "4", "--json", "a.json"), {
      kind: "run",
      series: ["verify"],
      rounds: 4,
      jsonPath: "a.json",
      isWriting: false,
    });
  });

  test("refuse what names nothing", () => {
    assert.throws(() => parse("comit"), /there is no series comit; there are commit, verify/);
    assert.throws(() => parse("--rounds", "many"), /--rounds takes a number from 1, not “many”/);
    assert.throws(() => parse("--rounds", "0"), /--rounds/);
    assert.throws(() => parse("--fast"), /--fast/);
    assert.throws(() => parse("--clone", "hundred", "there"), /--clone takes one of thousand, and a directory/);
    assert.throws(() => parse("--clone", "thousand"), /and a directory/);
  });

  test("write no page from a part of the series", () => {
    assert.throws(() => parse("--write", "commit"), /--write needs all series/);
    assert.is(parse("--write").kind, "run");
  });

  test("clone a generated repository, without its commit-graph on request", () => {
    assert.equal(parse("--clone", "thousand", "there"), {
      kind: "clone",
      recipe: "thousand",
      directory: "there",
      hasCommitGraph: true,
    });
    assert.equal(parse("--clone", "thousand", "there", "--no-commit-graph"), {
      kind: "clone",
      recipe: "thousand",
      directory: "there",
      hasCommitGraph: false,
    });
  });

  test("list every series and recipe in the help", () => {
    assert.is(parse("--help").kind, "help");
    const help = formatHelp(series, ["thousand", "million"]);
    for (const text of ["commit", "about verify", "thousand, million", "--json"]) assert.ok(help.includes(text), text);
  });
});
