// The tests of the page: the built site, served three ways, in the machine's own Chromium.
import { defineConfig } from "@playwright/test";
import { servers } from "./tests/e2e/servers.ts";

const xtask = process.env["SHARDLAB_XTASK"] ?? "cargo xtask";

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  forbidOnly: true,
  retries: 0,
  reporter: "list",
  use: {
    baseURL: servers.page.url,
    launchOptions: {
      executablePath: process.env["SHARDLAB_CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: Object.values(servers).map(({ port, folder, path, url }) => ({
    command: `${xtask} static ${folder} --port ${port} --prefix ${path}`,
    url,
    reuseExistingServer: false,
  })),
});
