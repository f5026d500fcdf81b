// All examples: by level, searched and filtered by keyboard, with pictures that are computed, and an address of their own.
import { readdirSync } from "node:fs";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { complaints, flaws, headline, open, textField, whole } from "./page.ts";
import { servers } from "./servers.ts";

const ALL = readdirSync("presets").length;
const SCRIPT = /assets\/presets-.*\.js$/u;

const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "All examples" });
const links = (page: Page): Locator => dialog(page).locator(".shelved a");
const counted = (page: Page): Locator => dialog(page).getByRole("status");

/** Opens the page of all examples by its address. */
async function examples(page: Page): Promise<void> {
  await page.goto(`${servers.page.url}#presets`);
  await expect(links(page)).toHaveCount(ALL);
}

async function card(page: Page, title: string): Promise<Locator> {
  const found = dialog(page).locator(".shelved").filter({ has: page.getByRole("link", { name: title, exact: true }) });
  await found.scrollIntoViewIfNeeded();
  return found;
}

test("the menu leads to all examples, whose script comes only then", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (SCRIPT.test(request.url())) asked.push(request.url());
  });
  await open(page);
  await expect(page.getByTestId("compare")).toBeVisible();
  expect(asked).toEqual([]);
  await page.getByRole("button", { name: /^Examples/u }).click();
  await page.getByRole("menuitem", { name: /^All examples/u }).click();
  await expect(counted(page)).toHaveText(`${String(ALL)} examples.`);
  await expect(page).toHaveURL(/#presets$/u);
  expect(asked).toHaveLength(1);
});

test("an example opens, and Back leads to the examples and to the scenario before them", async ({ page }) => {
  const said = complaints(page);
  await open(page);
  await page.getByRole("button", { name: /^Examples/u }).click();
  await page.getByRole("menuitem", { name: /^All examples/u }).click();
  await dialog(page).getByRole("link", { name: "From modulo to a ring" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(headline(page)).toContainText("changed their node with the strategy");
  await expect(page).toHaveURL(/#preset=modulo-to-ring$/u);
  await page.goBack();
  await expect(dialog(page)).toBeVisible();
  await expect(page).toHaveURL(/#presets$/u);
  await page.goBack();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "Examples: Add a fourth server" })).toBeVisible();
  await expect(headline(page)).toContainText("keys moved");
  expect(said).toEqual([]);
});

test("by its address it stands above the reader's own work, which stays", async ({ page }) => {
  await open(page);
  const text = 'title = "my work"\nnodes = ["x", "y"]\n[[strategy]]\nkind = "ring"\n';
  await (await textField(page)).fill(text);
  await page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes("my work")));
  await page.goto("about:blank");
  await examples(page);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await (await textField(page)).has(text);
  await expect(page).toHaveURL(/#v1\./u);
});

test("it is searched and walked by keyboard, and Enter opens", async ({ page }) => {
  await examples(page);
  await expect(dialog(page).getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("ketama server");
  await expect(counted(page)).toHaveText(/^\d of \d+ examples\.$/u);
  await expect(links(page).filter({ hasText: "61st" })).toHaveCount(1);
  expect(await links(page).count()).toBeLessThan(6);
  await page.keyboard.press("ArrowDown");
  await expect(links(page).first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(links(page).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(dialog(page).getByRole("searchbox")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const title = await links(page).first().innerText();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole("button", { name: `Examples: ${title}` })).toBeVisible();
});

test("levels and topics narrow it, and nothing found says so and shows all again", async ({ page }) => {
  await examples(page);
  await dialog(page).getByRole("button", { name: "First steps" }).click();
  await expect(dialog(page).getByRole("heading", { level: 3 })).toHaveText(["First steps"]);
  const first = await links(page).count();
  expect(first).toBeGreaterThan(3);
  expect(first).toBeLessThan(ALL);
  await dialog(page).getByRole("button", { name: "Incident" }).click();
  await expect(links(page).filter({ hasText: "Add a node to a cluster at 80 %" })).toHaveCount(1);
  expect(await links(page).count()).toBeLessThan(first);
  await dialog(page).getByRole("searchbox").fill("no such words");
  await expect(dialog(page).getByText("No example has all of these words.")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Show all of them" }).click();
  await expect(links(page)).toHaveCount(ALL);
  await expect(dialog(page).getByRole("heading", { level: 3 })).toHaveText(["First steps", "In practice", "In depth"]);
});

test("surprises say why, and every example of the folder is there once", async ({ page }) => {
  await examples(page);
  const names = await links(page).evaluateAll((all) => all.map((link) => link.getAttribute("href")?.replace("#preset=", "") ?? ""));
  expect([...names].sort()).toEqual(readdirSync("presets").map((name) => name.replace(/\.toml$/u, "")).sort());
  await dialog(page).getByRole("button", { name: "Surprises in production" }).click();
  const cards = dialog(page).locator(".shelved");
  expect(await cards.count()).toBe(await cards.filter({ has: page.locator("details") }).count());
  const hot = await card(page, "One hot key");
  await hot.getByText("Why", { exact: true }).click();
  await expect(hot).toContainText("a key is not divided");
});

test("pictures are computed when they come into sight, each with its finding", async ({ page }) => {
  test.slow();
  await examples(page);
  const seen: readonly (readonly [string, RegExp])[] = [
    ["Add a fourth server", /^246 of 1,000 keys moved$/u],
    ["A billion records", /of 10,000 keys moved, in a sample$/u],
    ["Writes lost at the flip", /lose their newest write/u],
    ["Add a node to a cluster at 80 %", /^Cascades\.$/u],
    ["A node at 50 %", /^Survives\.$/u],
  ];
  for (const [title, caption] of seen) {
    const found = await card(page, title);
    await expect(found.locator("figcaption")).toHaveText(caption, { timeout: 30_000 });
    await expect(found.getByRole("img")).not.toHaveAccessibleName("The picture comes when it has been computed.");
    expect(await found.locator("canvas").evaluate(colours)).toBeGreaterThan(3);
  }
});

/** So many colours a canvas shows. */
function colours(canvas: HTMLCanvasElement): number {
  const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() };
  return new Set(new Uint32Array(data.buffer)).size;
}

test("what nobody looks at is not computed", async ({ page }) => {
  await examples(page);
  const first = await card(page, "Add a fourth server");
  await expect(first.locator("figcaption")).toHaveText(/moved/u);
  await expect(dialog(page).locator(".shelved").last().locator("figcaption")).toHaveText("");
});

test("a run of the page's own goes on while pictures are made", async ({ page }) => {
  await open(page);
  await whole(page);
  await (await textField(page)).fill('nodes = ["a", "b"]\n[keys]\ncount = 300_000\n[[strategy]]\nkind = "ring"\n[[step]]\nadd = "c"\n');
  await page.getByRole("button", { name: /^Examples/u }).click();
  await page.getByRole("menuitem", { name: /^All examples/u }).click();
  await expect((await card(page, "Add a fourth server")).locator("figcaption")).toHaveText(/246/u);
  await dialog(page).getByRole("button", { name: "Close the examples" }).click();
  await expect(headline(page)).toContainText(/c took/u, { timeout: 20_000 });
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1280, 800], [390, 844], [320, 640]] as const) {
    test(`axe finds nothing in the examples in ${colorScheme} at ${String(width)}, and nothing scrolls sideways`, async ({ browser }) => {
      const page = await (await browser.newContext({ colorScheme, viewport: { width, height } })).newPage();
      await examples(page);
      await expect((await card(page, "Add a fourth server")).locator("figcaption")).toHaveText(/246/u);
      expect(await flaws(page)).toEqual([]);
      expect(await dialog(page).evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
      await page.close();
    });
  }
}
