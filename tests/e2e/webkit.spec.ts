// The smoke of the whole path in the third engine, by plain WebDriver: `cargo xtask webkit`.
import { expect, test } from "@playwright/test";
import { Driver } from "./driver.ts";
import { releaseFor, Room } from "./room.ts";
import { servers } from "./servers.ts";

const program = process.env["SHARDLAB_WEBKIT_DRIVER"] ?? "WebKitWebDriver";

test("WebKit opens, steps, reopens a link, runs in a sandboxed frame, and says what it keeps", async () => {
  test.setTimeout(180_000);
  const room = await new Room({ "/": "dist" }).open();
  const driver = await Driver.open(program, servers.host.port + 1);
  const headline = '[data-testid="headline"]';
  try {
    await driver.go(room.url());
    await driver.has(headline, /246/u);
    console.log(await driver.run<string>("return navigator.userAgent"));
    await driver.press('button[aria-label="To the start"]');
    await driver.has(headline, /has the most keys/u);
    await expect.poll(() => driver.run<string>("return location.hash"), { timeout: 30_000 }).toContain("step=0");
    const link = await driver.run<string>("return location.href");
    await driver.go("about:blank");
    await driver.go(link);
    await driver.has(headline, /has the most keys/u);
    await driver.has("html[data-core=whole] footer", /Shardlab/u);
    await driver.has('[data-testid="offline"]', /without a network/u);
    console.log(`footer: ${await driver.text("footer")}`);
    // In a sandboxed frame 'self' matches nothing here: the site must be built for its origin.
    room.sites["/"] = releaseFor(room.url("").replace(/\/$/u, ""));
    await driver.go(servers.host.url);
    await driver.run(
      "const frame = document.createElement('iframe'); frame.setAttribute('sandbox', 'allow-scripts'); Object.assign(frame, { src: arguments[0], width: 700, height: 700, title: 'figure' }); document.body.append(frame);",
      room.url("/?preset=add-a-node&embed=1"),
    );
    await driver.enter("iframe");
    await driver.has("button.primary", /Start/u);
    await driver.press("button.primary");
    await driver.has("body", /246|746/u);
    await test.info().attach("frame", { body: await driver.picture(), contentType: "image/png" });
  } finally {
    await driver.close();
    await room.close();
  }
});
