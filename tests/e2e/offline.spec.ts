// Without a network: the page after its first visit, newer releases told and never forced, and the way to be rid of it all.
import { expect, test, type Page } from "@playwright/test";
import { addNode, complaints, flaws, hasNode, headline, kept, keptStatus as status, open, passChallenge, textField, whole } from "./page.ts";
import { newerRelease, retiredRelease, Room } from "./room.ts";

/** The service workers of the page's origin, and the names of its caches. */
async function there(page: Page): Promise<{ scopes: string[]; caches: string[] }> {
  return page.evaluate(async () => ({ scopes: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname), caches: await caches.keys() }));
}

const nothing = { scopes: [], caches: [] };

let room: Room;
test.beforeEach(async () => {
  room = await new Room({ "/": "dist" }).open();
});
test.afterEach(async () => {
  await room.close();
});

for (const [host, bare, tag] of [["a host that compresses and says what lasts", false, []], ["a bare server of files", true, ["@once"]]] as const) {
  test(`the page goes on without a network after one visit to ${host}`, { tag: [...tag] }, async ({ page, context }) => {
    test.slow();
    const said = complaints(page);
    const here = await new Room({ "/sub/path/": "dist" }, bare ? "bare" : "gzip").open();
    await open(page, "", here.url("/sub/path/"));
    await kept(page);
    await expect(status(page)).toContainText("Works without a network");
    await here.close();
    await page.reload();
    await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
    await page.getByRole("tab", { name: "Router" }).click();
    await expect(page.getByRole("article", { name: "modulo" })).toBeVisible();
    await addNode(page);
    await whole(page);
    const other = await context.newPage();
    await open(other, "?preset=keys-in-transit", here.url("/sub/path/"));
    await expect(headline(other)).toContainText("moved");
    await other.goto(here.url("/sub/path/licences.txt"));
    await expect(other.getByText("Shardlab contains these works", { exact: false })).toBeVisible();
    expect(said).toEqual([]);
  });
}

test("code runs without a network too, once the page has rested", async ({ page }) => {
  test.slow();
  await open(page, "", room.url());
  await kept(page, /^kept$/u);
  await room.close();
  await page.reload();
  await whole(page);
  await passChallenge(page);
  await room.open();
});

test("a newer release is told, waits, and is used when the reader says so", async ({ page, context, browserName }) => {
  test.setTimeout(120_000);
  await open(page, "", room.url());
  await kept(page);
  const other = await context.newPage();
  await open(other, "", room.url());
  await kept(other);
  const footer = page.locator("footer");
  const version = /^Shardlab \S+/u.exec(await footer.innerText())?.[0] ?? "";
  expect(version).not.toBe("");
  room.sites["/"] = newerRelease("9.9.9");
  await page.reload();
  await addNode(page);
  await expect(page.getByRole("status").getByText("A newer version of Shardlab is there (9.9.9).", { exact: false })).toBeVisible({ timeout: 20_000 });
  await expect(footer).toContainText(version);
  if (browserName === "chromium") expect(await flaws(page)).toEqual([]);
  await page.getByRole("button", { name: "Later" }).click();
  await expect(status(page)).toHaveText("Version 9.9.9 is there");
  await page.getByRole("button", { name: "Use it now" }).click();
  await expect(footer).toContainText("Shardlab 9.9.9", { timeout: 20_000 });
  await hasNode(page);
  await kept(page);
  // A page of the release before goes on: the host has its editor no more, and it comes all the same.
  await expect(other.locator("footer")).toContainText(version);
  await textField(other);
  expect((await there(page)).caches).toHaveLength(2);
  await other.close();
  await page.reload();
  await expect.poll(async () => (await there(page)).caches.length, { timeout: 20_000 }).toBe(1);
  await room.close();
  await page.reload();
  await expect(footer).toContainText("Shardlab 9.9.9");
  await hasNode(page);
  await room.open();
});

test("a reader forgets what is kept, it stays so, and can be had again", { tag: "@once" }, async ({ page }) => {
  await open(page, "", room.url());
  await kept(page);
  expect((await there(page)).scopes).toEqual(["/"]);
  await page.getByRole("button", { name: /^Forget it/u }).click();
  await expect(status(page)).toHaveAttribute("data-kept", "unwanted");
  expect(await there(page)).toEqual(nothing);
  await page.reload();
  await expect(status(page)).toHaveAttribute("data-kept", "unwanted");
  expect(await there(page)).toEqual(nothing);
  await page.getByRole("button", { name: "Keep it" }).click();
  await kept(page);
  expect((await there(page)).scopes).toEqual(["/"]);
});

test("an address with ?retire takes everything away", async ({ page }) => {
  await open(page, "", room.url());
  await kept(page);
  await open(page, "?retire", room.url());
  await expect(status(page)).toHaveAttribute("data-kept", "retired");
  expect(await there(page)).toEqual(nothing);
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
});

test("a host that gives the service worker up is rid of it at the next visit", async ({ page }) => {
  await open(page, "", room.url());
  await kept(page);
  room.sites["/"] = retiredRelease();
  await page.reload();
  await expect.poll(() => there(page), { timeout: 20_000 }).toEqual(nothing);
  room.count();
  await page.reload();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await whole(page);
  expect(room.sent.paths).toContain("/");
  expect(room.sent.paths.filter((path) => path.includes("sw"))).toEqual([]);
  expect(await there(page)).toEqual(nothing);
});

test("two releases under one origin keep out of each other's way", { tag: "@once" }, async ({ page }) => {
  test.slow();
  room.sites["/two/"] = newerRelease("2.2.2");
  room.sites["/one/"] = "dist";
  delete room.sites["/"];
  for (const path of ["/one/", "/two/"]) {
    await open(page, "", room.url(path));
    await kept(page);
  }
  expect((await there(page)).scopes.sort()).toEqual(["/one/", "/two/"]);
  await page.getByRole("button", { name: /^Forget it/u }).click();
  await expect(status(page)).toHaveAttribute("data-kept", "unwanted");
  const left = await there(page);
  expect(left.scopes).toEqual(["/one/"]);
  expect(left.caches).toHaveLength(1);
  await room.close();
  await open(page, "", room.url("/one/"));
  await expect(page.locator("footer")).not.toContainText("2.2.2");
  await room.open();
});

test("a frame registers nothing", { tag: "@once" }, async ({ page }) => {
  await page.goto(room.url("/licences.txt"));
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.src = "./?preset=keys-in-transit&embed=1";
    document.body.replaceChildren(frame);
  });
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Start", exact: true }).click();
  await expect(frame.locator("html")).toHaveAttribute("data-core", "whole");
  await expect(frame.locator("sl-embed canvas").first()).toBeVisible();
  expect(room.sent.paths.filter((path) => /sw|offline/u.test(path))).toEqual([]);
  expect(await there(page)).toEqual(nothing);
});

test("a file that a bad network altered is not kept, and is tried again", { tag: "@once" }, async ({ page }) => {
  room.spoiled.add("licences.txt");
  await open(page, "", room.url());
  await expect(status(page)).toHaveAttribute("data-kept", "failed", { timeout: 30_000 });
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  room.spoiled.clear();
  await page.getByRole("button", { name: "Try again" }).click();
  await kept(page);
});

test("a browser that keeps nothing says so, and the page works", { tag: "@once" }, async ({ page }) => {
  const said = complaints(page);
  await page.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new DOMException("denied", "SecurityError"));
  });
  await open(page, "", room.url());
  await expect(status(page)).toHaveText("This browser keeps nothing for use without a network");
  await addNode(page);
  expect(said).toEqual([]);
});
