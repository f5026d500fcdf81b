// The built site opens, alone, under a path and within another page.
import { expect, test } from "@playwright/test";
import { servers } from "./servers.ts";

for (const { url } of [servers.page, servers.subPath]) {
  test(`the core starts at ${url}`, async ({ page }) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(url);
    await expect(page.locator("[data-core]")).toHaveAttribute("data-core", "ready");
    expect(complaints).toEqual([]);
  });
}

test("the core starts in a sandboxed frame of another origin", async ({ page }) => {
  await page.goto(servers.host.url);
  await page.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = url;
    document.body.append(frame);
  }, servers.page.url);
  await expect(page.frameLocator("iframe").locator("[data-core]")).toHaveAttribute("data-core", "ready");
});

test("a link that a mail program changed is mended", async ({ page }) => {
  await page.goto(`${servers.subPath.url}%23preset=first&step=2`);
  await expect(page).toHaveURL(`${servers.subPath.url}#preset=first&step=2`);
});
