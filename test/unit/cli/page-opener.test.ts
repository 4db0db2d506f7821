import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { findPageOpener } from "../../../src/cli/page-opener.ts";
import { suite } from "../../support/suite.ts";

const topLevel = realpathSync(tmpdir());

suite("who opens a page", (test) => {
  test("is the system's own program on macOS and Windows, with the path as one argument", () => {
    assert.equal(findPageOpener("/r/a b.html", { platform: "darwin", environment: {}, topLevel }), {
      program: "/usr/bin/open",
      isCodeTold: true,
      args: ["/r/a b.html"],
    });
    const environment = { SystemRoot: "D:\\WINNT" };
    assert.equal(findPageOpener("C:\\r & d\\a.html", { platform: "win32", environment, topLevel }), {
      program: "D:\\WINNT\\System32\\rundll32.exe",
      isCodeTold: false,
      args: ["url.dll,FileProtocolHandler", "C:\\r & d\\a.html"],
    });
  });

  test("is nobody in CI, without a desktop, and where no program is installed", () => {
    const reasonOf = (environment: Record<string, string>): string => {
      const found = findPageOpener("/r/a.html", { platform: "linux", environment, topLevel });
      return found.program === null ? found.reason : "";
    };
    assert.match(reasonOf({ CI: "1", DISPLAY: ":0", PATH: "" }), "CI is set");
    assert.match(reasonOf({ CI: "false", PATH: "" }), "neither DISPLAY nor WAYLAND_DISPLAY");
    assert.is(
      reasonOf({ WAYLAND_DISPLAY: "wayland-0", PATH: "bin::/nowhere" }),
      "there is no xdg-open and no wslview on PATH",
    );
  });

  test("is wslview in a Linux of Windows's that has no xdg-open, and no file that cannot be run", () => {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), "planlink-opener-")));
    try {
      const bin = join(directory, "bin");
      mkdirSync(bin);
      writeFileSync(join(bin, "xdg-open"), "", { mode: 0o644 });
      writeFileSync(join(bin, "wslview"), "");
      chmodSync(join(bin, "wslview"), 0o755);
      const environment = { WSL_DISTRO_NAME: "Debian", PATH: bin };
      const work = join(directory, "work");
      mkdirSync(work);
      assert.equal(findPageOpener("/r/a.html", { platform: "linux", environment, topLevel: work }), {
        program: join(bin, "wslview"),
        isCodeTold: true,
        args: ["/r/a.html"],
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
