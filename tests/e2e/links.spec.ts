// Links and frames: what is shared is what opens, and a broken link costs the reader nothing.
import { expect, test } from "@playwright/test";
import { complaints, headline, open, textField } from "./page.ts";
import { servers } from "./servers.ts";

test("a shared link opens the same text at the same step", async ({ page, context }) => {
  await open(page);
  const field = await textField(page);
  const text = 'title = "mine"\nnodes = ["x", "y"] # two\n\n[[strategy]]\nkind = "rendezvous"\n\n[[step]]\nadd = "z"\n\n[[step]]\nremove = "x"\n';
  await field.fill(text);
  await page.getByRole("button", { name: "Forward one step" }).click();
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  expect(link).toMatch(/#v1\.[A-Za-z0-9_-]+/u);
  const other = await context.newPage();
  await other.goto(link);
  await (await textField(other)).has(text);
  await expect(headline(other)).toHaveText(await headline(page).innerText());
});

test("a preset opens by name, step and view", async ({ page }) => {
  await open(page, "#preset=modulo-to-ring&step=1");
  await expect(headline(page)).toContainText("changed their node with the strategy");
  await open(page, "?preset=add-a-node&step=0");
  await expect(headline(page)).toContainText("has the most keys");
});

for (const [what, fragment, words] of [
  ["cut off", "#v1.AAAB", "cut off"],
  ["too new", "#v9.AAAB", "newer version"],
  ["changed", "#v1.@@@@", "was changed on its way"],
  ["an unknown preset", "#preset=nowhere", "no preset"],
] as const) {
  test(`a link that is ${what} says so and keeps the reader's own scenario`, async ({ page }) => {
    await open(page);
    const field = await textField(page);
    await field.fill('title = "my work"\nnodes = ["x", "y"]\n[[strategy]]\nkind = "ring"\n');
    await expect(page.getByText("The text is fine.")).toBeVisible();
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes("my work")));
    await page.goto("about:blank");
    await page.goto(servers.page.url + fragment);
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    await (await textField(page)).has(/my work/u);
  });
}

test("a broken link without own work runs nothing in its place", async ({ page }) => {
  await page.goto(`${servers.page.url}#v1.AAAB`);
  await expect(page.getByRole("button", { name: "Open the first example" })).toBeVisible();
  await expect(page.getByRole("radio", { name: /moved/u })).toHaveCount(0);
  await page.getByRole("button", { name: "Open the first example" }).click();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
});

test("a link that a mail program changed is mended", async ({ page }) => {
  await page.goto(`${servers.subPath.url}%23preset=add-a-node&step=1`);
  await expect(page).toHaveURL(/\/sub\/path\/#preset=add-a-node&step=1/u);
});

test("a link whose & a tool wrote twice over is mended", async ({ page }) => {
  await page.goto(`${servers.page.url}#preset=remove-a-node&amp;step=0&amp;theme=dark`);
  await expect(headline(page)).toContainText("has the most keys");
  await expect(page).toHaveURL(/#preset=remove-a-node&step=0/u);
});

for (const view of ["ring", "load", "compare", "router"]) {
  test(`the ${view} panel runs in a sandboxed frame of another origin`, async ({ page }) => {
    const said = complaints(page);
    await page.goto(servers.host.url);
    await page.evaluate((url) => {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts");
      Object.assign(frame, { src: url, width: "600", height: "640", title: "figure" });
      document.body.append(frame);
    }, `${servers.page.url}?preset=add-a-node&step=1&view=${view}&embed=1`);
    const frame = page.frameLocator("iframe");
    const start = frame.getByRole("button", { name: "Start" });
    await expect(start).toBeVisible();
    await start.click();
    await expect(frame.getByRole("link", { name: "Open in the playground" })).toBeVisible();
    const figures = { ring: /Node D took 246 keys/u, load: /246/u, compare: /746/u, router: /user_123|sha256/u }[view] ?? /./u;
    await expect(frame.locator("body")).toContainText(figures);
    expect(said).toEqual([]);
  });
}

test("a long run works in a sandboxed frame", async ({ page }) => {
  await page.goto(servers.host.url);
  const frame = page.frameLocator("iframe");
  await page.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    Object.assign(frame, { src: url, width: "600", height: "640", title: "figure" });
    document.body.append(frame);
  }, `${servers.page.url}?preset=add-a-node&step=1&view=ring&embed=1`);
  await frame.getByRole("button", { name: "Start" }).click();
  await expect(frame.locator("body")).toContainText("Node D took 246 keys");
  await page.evaluate(() => {
    const text = 'nodes = ["a", "b"]\n[keys]\ncount = 200_000\n[[strategy]]\nkind = "ring"\n[[step]]\nadd = "c"\n';
    document.querySelector("iframe")?.contentWindow?.postMessage({ type: "load", text }, "*");
  });
  await expect(frame.locator("body")).toContainText(/of 200,000 keys moved|c took/u, { timeout: 20_000 });
});
