// The tests of the page: the built site, served three ways, in the machine's own Chromium, and what every engine must do in Firefox too.
import { defineConfig } from "@playwright/test";
import { servers } from "./tests/e2e/servers.ts";

const xtask = process.env["SHARDLAB_XTASK"] ?? "cargo xtask";

/** A browser in which nothing is kept for use without a network, by the reader's choice. */
function unwanted({ url }: { readonly url: string }): { origin: string; localStorage: { name: string; value: string }[] } {
  return { origin: new URL(url).origin, localStorage: [{ name: "shardlab", value: JSON.stringify({ offline: false }) }] };
}

const chromium = {
  executablePath: process.env["SHARDLAB_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

/** Everybody's own Firefox, not a build of Playwright's. */
const firefox = {
  browserName: "firefox",
  channel: "moz-firefox",
  launchOptions: { executablePath: process.env["SHARDLAB_FIREFOX"] ?? "/usr/bin/firefox-esr" },
} as const;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  forbidOnly: true,
  // Shared machines stall: a test may be tried again, and the suite fails where more than a few needed it (xtask counts them).
  retries: 1,
  // For a machine that others use; what has to be quick is measured by its test.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: { baseURL: servers.page.url },
  projects: [
    {
      name: "chromium",
      testIgnore: /(?:webkit|recipes)\.spec\.ts/u,
      use: {
        // A service worker would answer what a test intercepts, so the pages of the servers are those of a reader who wants none.
        storageState: { cookies: [], origins: [servers.page, servers.subPath].map(unwanted) },
        launchOptions: chromium,
      },
    },
    {
      name: "firefox",
      testMatch: /(?:engines|offline|path|single)\.spec\.ts/u,
      // What is the page's own doing in every engine is tried in one.
      grepInvert: /@once/u,
      use: firefox,
    },
    // The third engine has a driver of its own: cargo xtask webkit.
    ...(process.env["SHARDLAB_WEBKIT_DRIVER"] === undefined ? [] : [{ name: "webkit", testMatch: /webkit\.spec\.ts/u }]),
    // Books of other tools are built by cargo xtask recipes.
    ...(process.env["SHARDLAB_RECIPES"] === undefined
      ? []
      : [
          { name: "recipes", testMatch: /recipes\.spec\.ts/u, use: { launchOptions: chromium } },
          { name: "recipes-firefox", testMatch: /recipes\.spec\.ts/u, use: firefox },
        ]),
  ],
  webServer: Object.values(servers).map(({ port, folder, path, url }) => ({
    command: `${xtask} static ${folder} --port ${port} --prefix ${path}`,
    url,
    reuseExistingServer: false,
  })),
});
