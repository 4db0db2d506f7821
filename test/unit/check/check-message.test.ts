import * as assert from "uvu/assert";
import { checkMessage, checkMessagePlans, type MessageFacts } from "../../../src/check/check-message.ts";
import { checkScopedPlans } from "../../../src/check/check-scopes.ts";
import { parseCommitMessage } from "../../../src/commit/message.ts";
import { noMilestones } from "../../../src/links/plan-names.ts";
import { parseAnyPlanId, type PhaseId, type PlanId } from "../../../src/model/plan-id.ts";
import { findPlanFiles } from "../../../src/planning/plan-files.ts";
import { proposeCommand } from "../../../src/report/proposed-message.ts";
import { suite } from "../../support/suite.ts";

const directory = ".planning";

interface World {
  /** Below `.planning`. */
  readonly files: readonly string[];
  readonly inProgress?: readonly string[];
  readonly milestones?: Readonly<Record<string, string>>;
}

/** What is said of a header, and the command that is proposed. */
function judge(header: string, { files, inProgress = [], milestones }: World): readonly (readonly [string, string])[] {
  const planFiles = findPlanFiles(
    files.map((path) => `${directory}/${path}`),
    directory,
  );
  const ofPhase = (phase: PhaseId): ReadonlySet<string> => new Set([milestones?.[phase] ?? []].flat());
  const facts: MessageFacts = {
    inProgress: new Set(inProgress.map((name) => parseAnyPlanId(name) as PlanId)),
    milestones: milestones === undefined ? noMilestones : { ofPhase },
  };
  const checked = checkMessage(parseCommitMessage(header));
  return checkScopedPlans(checked, [{ directory, planFiles }], [], facts).map((finding) => [
    `${finding.message} ${finding.help ?? ""}`.trim(),
    proposeCommand(finding, header) ?? "",
  ]);
}

function plansOf(name: string, ...files: readonly string[]): readonly string[] {
  return files.map((file) => `${name}/${file}.md`);
}

suite("the plan that is proposed in place of an unknown one", (test) => {
  const files = plansOf("phases/67-ci", "67-01-PLAN", "67-01-SUMMARY", "67-02-PLAN", "67-03-PLAN", "67-04-PLAN");

  test("is in progress where it has commits, and planned where it has none", () => {
    assert.equal(judge("feat(67-40): x", { files, inProgress: ["67-04"] }), [
      [
        "plan 67-40 does not exist. Phase 67 has plans 67-01 to 67-04. did you mean 67-04 (in progress)?",
        'git commit -m "feat(67-04): x"',
      ],
    ]);
    assert.match(judge("feat(67-40): x", { files })[0]?.[0] ?? "", /did you mean 67-04 \(planned\)\?$/);
  });

  test("is called neither where it is completed, and where history is not asked", () => {
    const done = plansOf("phases/67-ci", "67-01-PLAN", "67-01-SUMMARY");
    assert.match(judge("feat(67-09): x", { files: done })[0]?.[0] ?? "", /did you mean 67-01\?$/);
    const planFiles = findPlanFiles(
      files.map((path) => `${directory}/${path}`),
      directory,
    );
    const [finding] = checkMessagePlans(checkMessage(parseCommitMessage("feat(67-40): x")), planFiles, false);
    assert.is(finding?.help, "did you mean 67-04?");
  });
});

suite("a plan of a milestone that a message names", (test) => {
  const unknown = (header: string, world: World): string => judge(header, world)[0]?.[0] ?? "";

  test("is looked for in directories that name the milestone", () => {
    const files = plansOf("phases/v0.28-01-hooks", "v0.28-01-01-PLAN", "v0.28-01-02-PLAN");
    assert.equal(judge("feat(v0.28-01-02): x", { files }), []);
    assert.equal(judge("feat(v0.28-01-20): x", { files, inProgress: ["v0.28-01-02"] }), [
      [
        "plan v0.28-01-20 does not exist. Phase v0.28-01 has plans v0.28-01-01 to v0.28-01-02. did you mean v0.28-01-02 (in progress)?",
        'git commit -m "feat(v0.28-01-02): x"',
      ],
    ]);
    assert.equal(judge("feat(v0.28-07-01): a phase that is planned elsewhere", { files }), []);
    assert.equal(judge("feat(v0.29-01-09): another milestone", { files }), []);
  });

  test("is looked for in the milestone's archive", () => {
    const files = [
      ...plansOf("milestones/v1.0-phases/01-old", "01-01-PLAN", "01-01-SUMMARY", "01-02-PLAN", "01-02-SUMMARY"),
      ...plansOf("phases/01-new", "01-01-PLAN", "01-02-PLAN", "01-03-PLAN"),
    ];
    assert.equal(judge("fix(v1.0-01-02): x", { files }), []);
    assert.equal(judge("fix(v1-01-02): x", { files }), []);
    assert.match(unknown("fix(v1.0-01-03): x", { files }), "plan v1.0-01-03 does not exist");
    assert.match(unknown("fix(v1.0-01-03): x", { files }), /did you mean v1\.0-01-02\?$/);
    assert.equal(judge("fix(v2.0-01-03): x", { files }), []);
  });

  test("is looked for in phases that the roadmap gives to the milestone, or to none", () => {
    const files = plansOf("phases/03-core", "03-01-PLAN", "03-02-PLAN");
    assert.match(unknown("feat(v2.0-03-09): x", { files }), "plan v2.0-03-09 does not exist");
    assert.match(
      unknown("feat(v2.0-03-09): x", { files, milestones: { 3: "v2.0" } }),
      "plan v2.0-03-09 does not exist",
    );
    assert.equal(judge("feat(v2.0-03-09): x", { files, milestones: { 3: "v1.0" } }), []);
    assert.equal(judge("feat(v2.0-03-02): x", { files }), []);
  });

  test("may be one of a file whose name holds no number", () => {
    const files = plansOf("phases/v0.28-01-hooks", "v0.28-01-01-PLAN", "hooks-PLAN");
    assert.equal(judge("feat(v0.28-01-20): x", { files }), []);
  });
});
