import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as assert from "uvu/assert";
import { browserProgram, withBrowser, type Browser, type ContextOptions, type Page } from "../support/browser.ts";
import { statePath, withPlannedRepository, type PlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** A history with everything that the page has a place for, and text that would act if it could. */
async function makeHistory(repository: PlannedRepository): Promise<void> {
  await repository.workCommit("01-02", 1, "2026-01-05T09:00:00Z");
  await repository.workCommit("01-03", 1, "2026-01-05T09:05:00Z");
  await repository.workCommit("01-02", 2, "2026-01-05T09:10:00Z");
  await repository.workCommit("01-03", 2, "2026-01-05T09:20:00Z");
  const path = repository.writeSummary("01-02", 15);
  repository.replace(path, "Title of 01-02", '<img src=x onerror="document.title=1"><script>alert(1)</script>');
  await repository.completePlan("01-02", "paths", "2026-01-05T09:30:00Z");
  repository.replace(
    statePath,
    "- Keep the text",
    "- Added in commit 8c1f3e9ab27d4056e1f0c3d2b4a5968778695a4b\n- Keep the text",
  );
  repository.replace(statePath, "| Phase 01 P01 | 7min |", "| Phase 01 P01 | 31616115 |");
}

/** What a page did beside being shown. */
interface Opened {
  readonly page: Page;
  readonly messages: readonly string[];
  readonly requests: readonly string[];
}

async function openPage(browser: Browser, url: string, options: ContextOptions = {}): Promise<Opened> {
  const page = await (await browser.newContext(options)).newPage();
  const messages: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("dialog", (dialog) => void dialog.dismiss().then(() => messages.push("a dialog")));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, messages, requests };
}

/** What axe finds: the rule, and the first place. The page lets no script in; the browser's debugger may still run one. */
async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const violations = await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`))",
  );
  return violations as readonly string[];
}

function countMarks(page: Page, section: string): Promise<number> {
  return page.locator(`#${section} figure .drawing .mark`).count();
}

/** A color of the first element that a selector finds. */
function colorOf(page: Page, selector: string, property: "backgroundColor" | "fill"): Promise<unknown> {
  return page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);
}

/** What takes the keyboard, in the order of the page. */
const focusable = `[...document.querySelectorAll("a[href], summary, [tabindex='0']")].filter((item) => item.checkVisibility())`;

/** Presses Tab through the page; answers which of the places each press reached, -1 where it does not show. */
async function walkByKeyboard(page: Page): Promise<readonly unknown[]> {
  const places = Number(await page.evaluate(`${focusable}.length`));
  const reached: unknown[] = [];
  for (let index = 0; index < places; index += 1) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(
        `getComputedStyle(document.activeElement).outlineStyle === "solid" ? ${focusable}.indexOf(document.activeElement) : -1`,
      ),
    );
  }
  return reached;
}

suite("report page in a browser", (test) => {
  if (browserProgram === undefined) {
    test.skip("every check of the page", "Chromium is not installed");
    return;
  }

  test("loads by itself, for every reader: charts, keyboard, dark, narrow, print", () =>
    withPlannedRepository(async (repository) => {
      await makeHistory(repository);
      const { exitCode, stderr } = await repository.state(["report"]);
      assert.is(exitCode, 0, stderr);
      const url = pathToFileURL(join(repository.directory, "planlink-report.html")).href;

      await withBrowser(async (browser) => {
        const { page, messages, requests } = await openPage(browser, url, { colorScheme: "light" });
        assert.equal([messages, requests], [[], [url]], "no error, and no request but for the page");
        assert.is(await page.title(), "Sample · planlink report");
        assert.is(await page.locator("img, script").count(), 0);

        // 01-01 and 01-02 are completed; 01-03 ran beside 01-02 and is not.
        assert.is(await countMarks(page, "velocity"), 2);
        assert.is(await countMarks(page, "throughput"), 2);
        assert.is(await countMarks(page, "timeline"), 3);
        assert.is(await page.locator("#timeline .drawing .beside").count(), 2);
        assert.is(await page.locator("#timeline .drawing .beside.open").count(), 1);
        assert.is(await page.locator("#effort .drawing .work").count(), 3);
        assert.is(await page.locator("#effort .drawing .files").count(), 3);
        assert.is(await page.locator("#references .drawing .status-missing").count(), 1);
        const listed = await page.locator("#findings tbody tr").count();
        const check = JSON.parse((await repository.state(["check", "--json"])).stdout) as {
          findings: readonly object[];
        };
        assert.is(listed, check.findings.length);

        // Every place that takes the keyboard is reached, in the order of the page, and shows that it is.
        const reached = await walkByKeyboard(page);
        assert.ok(reached.length > 20, String(reached.length));
        assert.equal(
          reached,
          reached.map((_, index) => index),
        );
        await page.locator("#timeline summary").press("Enter");
        assert.ok(await page.getByRole("table", { name: "When each plan ran (UTC)" }).isVisible());
        assert.ok(await page.getByRole("img", { name: "When each plan ran" }).isVisible());
        assert.equal(await findViolations(page), []);

        const dark = await openPage(browser, url, { colorScheme: "dark" });
        assert.equal(await findViolations(dark.page), []);
        assert.is.not(
          await colorOf(dark.page, "html", "backgroundColor"),
          await colorOf(page, "html", "backgroundColor"),
        );
        assert.is.not(await colorOf(dark.page, ".mark.plan", "fill"), await colorOf(page, ".mark.plan", "fill"));

        // Paper is light whatever the screen is, and has what scrolls on a screen as a whole.
        await dark.page.emulateMedia({ media: "print", colorScheme: "dark" });
        assert.is(await colorOf(dark.page, "html", "backgroundColor"), "rgb(255, 255, 255)");
        assert.is(await dark.page.locator("nav").isVisible(), false);
        const clipped = await dark.page.evaluate(
          `[...document.querySelectorAll(".scroll")].filter((item) => item.checkVisibility() && item.scrollHeight > item.clientHeight + 1).length`,
        );
        assert.is(clipped, 0);
        assert.ok((await dark.page.pdf({ preferCSSPageSize: true })).length > 1000);

        const narrow = await openPage(browser, url, { viewport: { width: 390, height: 800 } });
        assert.is(await narrow.page.evaluate("document.documentElement.scrollWidth"), 390);
        assert.equal([dark.messages, narrow.messages], [[], []]);
      });
    }));
});
