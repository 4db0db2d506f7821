import * as assert from "uvu/assert";
import { createWordWeights, findIdentifiers, likeness, wordsOf } from "../../../src/relink/words.ts";
import { suite } from "../../support/suite.ts";

const none: ReadonlySet<string> = new Set();

suite("words of subjects and descriptions", (test) => {
  test("camel case, tenses and case make no difference", () => {
    assert.equal([...wordsOf("Extended HazardSandbox")], [...wordsOf("extends hazard sandbox")]);
  });

  test("writing without spaces is compared by pairs of characters", () => {
    assert.equal([...wordsOf("清理死代码")], ["清理", "理死", "死代", "代码"]);
  });

  test("names out of the code are told from words, in any language", () => {
    assert.equal(
      [...findIdentifiers("修复 TestWorker_Enqueue 与 SKIP_AUTOMIGRATE, never the Screenshots")],
      ["testworker_enqueue", "skip_automigrate"],
    );
  });

  test("a description is most like the commit whose rare words it has", () => {
    const subjects = ["lamp rotation sensor driver", "lamp horn sensor driver", "lamp sensor", "log of tides"].map(
      wordsOf,
    );
    const weights = createWordWeights(subjects);
    const description = wordsOf("Task 2: drive the rotation of the lamp");
    const scores = subjects.map((subject) => likeness(description, subject, none, weights));
    assert.ok((scores[0] ?? 0) > (scores[1] ?? 0) && (scores[1] ?? 0) > (scores[3] ?? 0));
    assert.is(scores[3], 0);
  });

  test("words of files and bodies alone are no likeness", () => {
    const subject = wordsOf("create phase plan");
    const weights = createWordWeights([subject, wordsOf("horn"), wordsOf("tide tables")]);
    assert.ok(likeness(wordsOf("tide tables of the horn"), subject, wordsOf("tide tables horn"), weights) < 0.3);
  });
});
