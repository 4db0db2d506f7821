import * as assert from "uvu/assert";
import { createHistorySharing } from "../../../src/commands/share-history.ts";
import type { Repository } from "../../../src/model/ports.ts";
import { createFakeWorld } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";

suite("sharing a history", (test) => {
  test("reads it once, whoever asks, and answers as the repository does", async () => {
    const world = createFakeWorld({
      commits: [
        { message: "feat(01-01): one", at: "2026-02-19T10:00:00Z", paths: ["a.ts"] },
        { message: "chore: two", at: "2026-02-19T11:00:00Z", paths: ["b.ts"] },
      ],
      files: {},
    });
    const { repository } = world;
    const tip = (await repository.readHead()).oid;
    assert.ok(tip !== null);
    if (tip === null) return;
    const asked: string[] = [];
    const counted: Repository = {
      ...repository,
      readCommits: (...args) => {
        asked.push("commits");
        return repository.readCommits(...args);
      },
      readChangedPaths: (oids) => {
        asked.push(`paths of ${oids.length}`);
        return repository.readChangedPaths(oids);
      },
    };
    const share = createHistorySharing();
    const shared = share(counted);
    assert.is(share(counted), shared);
    const facts = await shared.readCommits(tip);
    assert.equal(facts, await repository.readCommits(tip));
    const oids = facts.map(({ oid }) => oid);
    const scan = async (of: Repository): Promise<ReadonlyMap<string, readonly string[]>> => {
      const seen = new Map<string, readonly string[]>();
      await of.scanCommits(tip, [], {
        readCommit: ({ message }) => message.startsWith("feat"),
        readPaths: (oid, paths) => seen.set(oid, paths),
      });
      return seen;
    };
    assert.equal(await scan(shared), await scan(repository));
    assert.equal(await shared.readChangedPaths(oids), await repository.readChangedPaths(oids));
    await shared.readCommits(tip);
    await shared.readChangedPaths(oids);
    assert.equal(asked, ["commits", "paths of 1", "paths of 1"]);
  });
});
