// The challenges as a learner meets them: code is typed, checked, mended and compared, and nothing that is typed can break the page.
import { expect, test, type FrameLocator, type Page } from "@playwright/test";
import { complaints, flaws, framed, open, paste, whole } from "./page.ts";

const FORMULA = "def assign(key, nodes):\n    return max(nodes, key = lambda n: hash(key + n.name))\n";
// A few steps, each of which takes long: what no count of steps ends in time.
const ENDLESS = "def assign(key, nodes):\n    long = \"a\" * 1000000\n    for i in range(1000000):\n        found = \"aaaaaaaaaab\" in long\n    return nodes[0]\n";

/** Opens the challenges with their editor. */
async function openChallenge(page: Page): Promise<void> {
  await open(page);
  await whole(page);
  await page.getByRole("tab", { name: "Challenge" }).click();
  await expect(page.locator("sl-code .editor")).toHaveAttribute("data-editor", "ready");
}

const field = (page: Page | FrameLocator) => page.getByRole("textbox", { name: "Your code" });
const checks = (page: Page | FrameLocator) => page.getByTestId("checks").getByRole("listitem");
const start = (page: Page | FrameLocator) => page.getByRole("button", { name: "Run the checks" });

/** Replaces the code by another, which is pasted. */
async function write(page: Page | FrameLocator, code: string): Promise<void> {
  await field(page).press("ControlOrMeta+a");
  await paste(field(page), code);
}

function written(page: Page): Promise<string> {
  return page.locator("sl-code").evaluate((code: HTMLElement & { value: string }) => code.value);
}

for (const [what, code] of [
  ["the remainder", "def assign(key, nodes):\n    return nodes[hash(key) % len(nodes)]\n"],
  ["the first letter of the key", "def assign(key, nodes):\n    return nodes[len(key[0]) % len(nodes)]\n"],
  ["a forgotten node", "def assign(key, nodes):\n    return max(nodes[:2], key = lambda n: hash(key + n.name))\n"],
  ["the order of the nodes", "def assign(key, nodes):\n    best = [hash(key + str(i)) for i in range(len(nodes))]\n    return nodes[best.index(max(best))]\n"],
  ["a name that does not exist", 'def assign(key, nodes):\n    return "Node Z"\n'],
  ["None", "def assign(key, nodes):\n    pass\n"],
] as const) {
  test(`${what} in place of rendezvous is caught with an example`, async ({ page }) => {
    await openChallenge(page);
    await write(page, code);
    await start(page).click();
    const failed = checks(page).filter({ hasText: "failed" });
    await expect(failed.first()).toBeVisible({ timeout: 20_000 });
    await expect(failed.locator(".example").first()).not.toBeEmpty();
    await expect(page.getByTestId("verdict")).not.toContainText("Every check passes.");
  });
}

test("what is wrong is underlined at its place, and the place is one press away", async ({ page }) => {
  await openChallenge(page);
  await write(page, "def assign(key, nodes):\n    return max(nodez, key = lambda n: hash(key + n.name))\n");
  await start(page).click();
  await expect(page.locator("sl-code .problem")).toContainText("2:", { timeout: 20_000 });
  await expect(page.locator(".cm-lintRange-error")).toHaveText("nodez");
  expect(await flaws(page)).toEqual([]);
  await page.locator("sl-code .problem").click();
  expect(await page.evaluate(() => document.activeElement?.classList.contains("editor-root"))).toBe(true);
  // What is mended is not marked any more.
  await write(page, FORMULA);
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
});

test("a loop without an end is ended, the code is kept, and the next run works", async ({ page }) => {
  await openChallenge(page);
  await write(page, FORMULA);
  await start(page).click();
  await expect(page.getByTestId("verdict")).toContainText("Every check passes.", { timeout: 20_000 });
  await write(page, ENDLESS);
  const began = Date.now();
  await start(page).click();
  await expect(start(page)).toBeVisible({ timeout: 10_000 });
  expect(Date.now() - began).toBeLessThan(4000);
  expect(await written(page)).toBe(ENDLESS);
  await write(page, FORMULA);
  await start(page).click();
  await expect(page.getByTestId("verdict")).toContainText("Every check passes.", { timeout: 20_000 });
});

test("hints come one at a time, and starting again can be taken back", async ({ page }) => {
  await openChallenge(page);
  const before = await written(page);
  const hints = page.locator(".challenge-hints").getByRole("listitem");
  for (const number of [1, 2, 3]) {
    await page.getByRole("button", { name: `Hint ${String(number)} of 3` }).click();
    await expect(hints).toHaveCount(number);
  }
  await expect(page.getByRole("button", { name: /^Hint/u })).toHaveCount(0);
  await write(page, FORMULA);
  await page.getByRole("button", { name: "Start again" }).click();
  expect(await written(page)).toBe(before);
  await page.getByRole("button", { name: "Bring my code back" }).click();
  expect(await written(page)).toBe(FORMULA);
  await page.getByRole("button", { name: "Start again" }).click();
  await field(page).press("ControlOrMeta+z");
  await expect.poll(() => written(page)).toBe(FORMULA);
});

test("undo in the code is not undo of the scenario", async ({ page }) => {
  await openChallenge(page);
  await page.getByRole("button", { name: "Add a node" }).click();
  await expect(page.getByRole("textbox", { name: "Name of Node E" })).toBeVisible();
  await write(page, FORMULA);
  for (let i = 0; i < 3; i += 1) await field(page).press("ControlOrMeta+z");
  await expect(page.getByRole("textbox", { name: "Name of Node E" })).toBeVisible();
});

test("what passed and the code are there after a reload", async ({ page }) => {
  await openChallenge(page);
  await write(page, FORMULA);
  await start(page).click();
  await expect(page.getByTestId("verdict")).toContainText("Every check passes.", { timeout: 20_000 });
  await page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes("lambda n")));
  await openChallenge(page);
  await expect(page.locator(".challenge-item").first()).toContainText("passed");
  expect(await written(page)).toBe(FORMULA);
});

test("a keyboard gets in, runs, and gets out", async ({ page }) => {
  await openChallenge(page);
  const inside = (): Promise<boolean> => page.evaluate(() => document.activeElement?.classList.contains("editor-root") ?? false);
  await field(page).focus();
  await page.keyboard.press("Tab");
  expect(await inside()).toBe(true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect(await inside()).toBe(false);
  await expect(start(page)).toBeFocused();
});

test("where the editor does not load, a plain field does the same", async ({ page }) => {
  await page.route(/assets\/editor-.*\.js$/u, (route) => route.abort());
  await open(page);
  await whole(page);
  await page.getByRole("tab", { name: "Challenge" }).click();
  await expect(page.getByText("The editor could not be loaded.")).toBeVisible();
  await field(page).fill(FORMULA);
  await field(page).press("ControlOrMeta+Enter");
  await expect(page.getByTestId("verdict")).toContainText("Every check passes.", { timeout: 20_000 });
  expect(await flaws(page)).toEqual([]);
});

test("in a sandboxed frame of another origin the challenge runs too", async ({ page }) => {
  const said = complaints(page);
  const frame = await framed(page, "?preset=add-a-node&view=challenge&embed=1");
  await expect(frame.locator("sl-code .editor")).toHaveAttribute("data-editor", "ready", { timeout: 20_000 });
  await write(frame, FORMULA);
  await start(frame).click();
  await expect(frame.getByTestId("verdict")).toContainText("Every check passes.", { timeout: 20_000 });
  expect(said).toEqual([]);
});

test("where no worker starts, the page says why code cannot run", async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      Worker: () => {
        throw new DOMException("no workers here", "SecurityError");
      },
    });
  });
  await openChallenge(page);
  await write(page, FORMULA);
  await start(page).click();
  await expect(page.locator(".challenge-run")).toContainText("Code runs only in a background worker", { timeout: 20_000 });
  expect(await written(page)).toBe(FORMULA);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    test(`axe finds nothing in a challenge in ${colorScheme} at ${String(width)}`, async ({ browser }) => {
      test.setTimeout(60_000);
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      await openChallenge(page);
      expect(await flaws(page)).toEqual([]);
      await page.getByRole("button", { name: "Hint 1 of 3" }).click();
      await page.getByText("What your code can use").click();
      expect(await flaws(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await context.close();
    });
  }
}
