import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { installHooks, type HookInstallPorts } from "../../src/commands/install-hooks.ts";
import { uninstallHooks } from "../../src/commands/uninstall-hooks.ts";
import { applyOperations } from "../../src/install/file-operations.ts";
import type { Disk } from "../../src/install/install-ports.ts";
import { createNodeDisk } from "../../src/install/node-disk.ts";
import { OperationalError } from "../../src/model/operational-error.ts";
import { rejects, suite } from "../support/suite.ts";
import { createPorts, foreignHook, isConflict, snapshot, withSetting, writeHook } from "./install-fixture.ts";

const fault = new OperationalError("hooks-conflict", "the disk is full");

/** Ports of which the n-th change fails; the changes that take earlier ones back succeed. */
function createFaultyPorts(ports: HookInstallPorts, failingChange: number): HookInstallPorts {
  const { disk, config } = ports;
  let changes = 0;
  const failing =
    <Args extends readonly unknown[]>(change: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      changes += 1;
      if (changes === failingChange) throw fault;
      await change(...args);
    };
  const faultyDisk: Disk = {
    readEntry: disk.readEntry,
    list: disk.list,
    createDirectory: failing(disk.createDirectory),
    removeEmptyDirectory: failing(disk.removeEmptyDirectory),
    writeFile: failing(disk.writeFile),
    moveFile: failing(disk.moveFile),
    removeFile: failing(disk.removeFile),
  };
  return { ...ports, disk: faultyDisk, config: { ...config, writeValues: failing(config.writeValues) } };
}

suite("setting up hooks on a disk that fails", (test) => {
  test("leaves everything as it was, whichever step fails, in and out", async () => {
    await withSetting(async ({ sandbox, repository, hooks, hookScript, install }) => {
      writeHook(join(hooks, "pre-commit"), foreignHook("pre-commit"));
      symlinkSync("nowhere", join(hooks, "pre-push"));
      const ports = createPorts(sandbox, repository);
      const input = { hookScript, manager: undefined, dryRun: true };
      const { operations } = await installHooks(ports, input);
      const before = snapshot(repository.directory);
      for (let step = 1; step <= operations.length; step += 1) {
        const broken = installHooks(createFaultyPorts(ports, step), { ...input, dryRun: false });
        await rejects(broken, (error) => error === fault);
        assert.equal(snapshot(repository.directory), before, `step ${step}`);
      }
      await install();
      const installed = snapshot(repository.directory);
      const removal = await uninstallHooks(ports, { dryRun: true });
      for (let step = 1; step <= removal.operations.length; step += 1) {
        await rejects(uninstallHooks(createFaultyPorts(ports, step), { dryRun: false }), (error) => error === fault);
        assert.equal(snapshot(repository.directory), installed, `step ${step}`);
      }
    });
  });

  test("does not overwrite what has changed since it was read", async () => {
    await withSetting(async ({ sandbox, repository, hooks, hookScript }) => {
      const plan = await installHooks(createPorts(sandbox, repository), {
        hookScript,
        manager: undefined,
        dryRun: true,
      });
      writeHook(join(hooks, "post-merge"), foreignHook("post-merge"));
      const before = snapshot(repository.directory);
      await rejects(applyOperations(plan.operations, createPorts(sandbox, repository)), isConflict);
      assert.equal(snapshot(repository.directory), before);
    });
  });
});

suite("the disk", (test) => {
  test("keeps the mode and the links of a file that it writes anew", async () => {
    await withSetting(async ({ sandbox }) => {
      const disk = createNodeDisk({ processId: process.pid, isAlive: () => true });
      const target = join(sandbox.directory, "target");
      const link = join(sandbox.directory, "link");
      writeFileSync(target, "old");
      chmodSync(target, 0o640);
      symlinkSync("target", link);
      await disk.writeFile(link, Buffer.from("new"), 0o755);
      const found = snapshot(sandbox.directory, ["home", "repository"]);
      assert.is(found["target"], "file 640 new");
      assert.is(found["link"], "link target");
    });
  });

  test("tells links by what they lead to, and a path below a file as absent", async () => {
    await withSetting(async ({ sandbox }) => {
      const disk = createNodeDisk({ processId: process.pid, isAlive: () => true });
      const at = (name: string): string => join(sandbox.directory, name);
      writeFileSync(at("file"), "x", { mode: 0o644 });
      symlinkSync("file", at("to-file"));
      symlinkSync("home", at("to-directory"));
      symlinkSync("nowhere", at("to-nothing"));
      symlinkSync("to-itself", at("to-itself"));
      assert.equal(await disk.readEntry(at("to-file")), {
        kind: "file",
        content: Buffer.from("x"),
        isExecutable: false,
        isLink: true,
      });
      assert.equal(await disk.readEntry(at("to-directory")), { kind: "directory", isLink: true });
      assert.equal(await disk.readEntry(at("to-nothing")), { kind: "other", isLink: true });
      assert.equal(await disk.readEntry(at("to-itself")), { kind: "other", isLink: true });
      assert.equal(await disk.readEntry(at("file/below")), { kind: "absent" });
      assert.equal(await disk.list(at("nowhere")), []);
      await rejects(disk.createDirectory(at("no/parent")), isConflict);
      await disk.removeEmptyDirectory(at("home"));
      assert.ok((await disk.list(at("."))).includes("home"));
    });
  });
});
