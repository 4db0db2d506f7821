import { existsSync } from "node:fs";
import { createRequire } from "node:module";

/** Places in a page, by a selector or by what they are to a reader. */
export interface Locator {
  count(): Promise<number>;
  press(key: string): Promise<void>;
  isVisible(): Promise<boolean>;
}

/** A page. What runs in it is text, since there is no DOM among our types. */
export interface Page {
  on(event: "console", listen: (message: { text(): string }) => void): void;
  on(event: "pageerror", listen: (error: Error) => void): void;
  on(event: "dialog", listen: (dialog: { dismiss(): Promise<void> }) => void): void;
  on(event: "request", listen: (request: { url(): string }) => void): void;
  goto(url: string): Promise<unknown>;
  title(): Promise<string>;
  evaluate(expression: string): Promise<unknown>;
  locator(selector: string): Locator;
  getByRole(role: string, options: { readonly name: string }): Locator;
  emulateMedia(options: { readonly media: "print"; readonly colorScheme: "dark" }): Promise<void>;
  pdf(options: { readonly preferCSSPageSize: boolean }): Promise<Uint8Array>;
  readonly keyboard: { press(key: string): Promise<void> };
}

export interface ContextOptions {
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Browser {
  newContext(options: ContextOptions): Promise<{ newPage(): Promise<Page> }>;
  close(): Promise<void>;
}

/** As much of Playwright as the tests use: its own types need those of the DOM, which the sources must not have. */
interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Browser>;
  };
}

/** Where distributions put Chromium. */
const programs: readonly string[] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser that is installed; `undefined` where there is none. */
export const browserProgram: string | undefined = programs.find((path) => existsSync(path));

/** Nothing that would reach the network, or need a screen. */
const browserArguments: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Calls the body with a browser of a fresh profile. */
export async function withBrowser(body: (browser: Browser) => Promise<void>): Promise<void> {
  if (browserProgram === undefined) throw new Error("there is no browser");
  const { chromium } = createRequire(import.meta.url)("playwright-core") as Playwright;
  const browser = await chromium.launch({ executablePath: browserProgram, args: browserArguments });
  try {
    await body(browser);
  } finally {
    await browser.close();
  }
}
