import * as assert from "uvu/assert";
import type { ReceivedOutcome } from "../../../src/commands/check-received.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { OperationalError } from "../../../src/model/operational-error.ts";
import { displayWidth } from "../../../src/report/terminal.ts";
import { formatReceived, isRefused, remoteWidth } from "../../../src/report/receive-text.ts";
import { sampleFindings } from "../../support/findings-reports.ts";
import { suite } from "../../support/suite.ts";

function oidOf(digit: string): Oid {
  const oid = parseOid(digit.repeat(40));
  if (oid === undefined) throw new Error("no oid");
  return oid;
}

const style = { color: false, width: remoteWidth };

function checked(ref: string, added = sampleFindings()): ReceivedOutcome["checked"][number] {
  const range = { base: oidOf("a"), tip: oidOf("b"), baseName: ref, tipName: ref };
  const examined = { references: 13, plans: 9, commits: 45, rows: 8 };
  return { ref, range: { range, outcome: { findings: added, examined }, added, inherited: [], newCommits: 2 } };
}

const failure = {
  ref: "refs/heads/main",
  error: new OperationalError("git-failed", "git log failed", { help: "word ".repeat(40).trim() }),
};

suite("what a server says", (test) => {
  test("is nothing where nothing is an error", () => {
    const outcome = {
      checked: [
        checked(
          "refs/heads/main",
          sampleFindings().filter(({ severity }) => severity !== "error"),
        ),
      ],
      failed: [],
    };
    assert.is(formatReceived(outcome, true, style), "");
    assert.not.ok(isRefused(outcome, true));
  });

  test("names what could not be checked, and what follows from it", () => {
    const outcome = { checked: [], failed: [failure] };
    assert.match(
      formatReceived(outcome, false, style),
      "planlink: main: git log failed; this does not refuse the push\n",
    );
    assert.not.ok(isRefused(outcome, false));
    assert.match(
      formatReceived(outcome, true, style).replaceAll("\n  ", " "),
      "planlink.strict is set here, so this refuses the push",
    );
    assert.ok(isRefused(outcome, true));
  });

  test("stays short and narrow for a thousand refs with long names", () => {
    const refs = Array.from({ length: 1000 }, (_, index) => `refs/heads/${index}/${"x".repeat(200)}`);
    const outcome = { checked: refs.map((ref) => checked(ref)), failed: refs.map((ref) => ({ ...failure, ref })) };
    const lines = formatReceived(outcome, false, style).split("\n");
    assert.ok(lines.length < 200, `${lines.length} lines`);
    assert.equal(
      lines.filter((line) => displayWidth(line) > remoteWidth),
      [],
    );
    assert.match(lines.join("\n"), "… and 990 more refs");
    assert.match(lines.join("\n"), "… and 990 more failed checks");
  });
});
