// For everyone: by keyboard, by touch, with a screen reader, on a narrow screen, and without the program.
import { expect, test } from "@playwright/test";
import { complaints, flaws, headline, open, textField } from "./page.ts";
import { servers } from "./servers.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    test(`axe finds nothing in ${colorScheme} at ${String(width)}`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      await open(page);
      expect(await flaws(page)).toEqual([]);
      await page.getByRole("tab", { name: "Router" }).click();
      expect(await flaws(page)).toEqual([]);
      await page.getByRole("button", { name: "Share" }).click();
      expect(await flaws(page)).toEqual([]);
      await context.close();
    });
  }
}

test("axe finds nothing in the text view with an error", async ({ page }) => {
  await open(page);
  await (await textField(page)).fill("nodes = 3");
  await expect(page.getByText(/thing(s)? to mend/u)).toBeVisible();
  expect(await flaws(page)).toEqual([]);
});

test("the ring is one tab stop, walked by arrows and named in one line", async ({ page }) => {
  await open(page);
  const ring = page.getByRole("application");
  await ring.focus();
  await page.keyboard.press("Home");
  const name = page.getByTestId("ring-name");
  const first = await name.innerText();
  expect(first).toContain("key_");
  await page.keyboard.press("ArrowRight");
  await expect(name).not.toHaveText(first);
  await page.keyboard.press("ArrowLeft");
  await expect(name).toHaveText(first);
  await page.keyboard.press("ArrowDown");
  await expect(name).toContainText("of the ring");
  await page.keyboard.press("Escape");
  await expect(name).toContainText("Point at a key");
});

test("the whole path goes by keyboard: add a node, step back and forward, undo", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Add a node" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name of Node E" })).toBeVisible();
  await page.getByRole("button", { name: "Back one step" }).focus();
  await page.keyboard.press("Space");
  await expect(headline(page)).toContainText("has the most keys");
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name of Node E" })).toHaveCount(0);
});

test("a tap on the ring names what is under it", async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await open(page);
  const box = await page.locator(".ring-canvas").boundingBox();
  if (box === null) throw new Error("the ring has no box");
  // On the band at three o'clock: 8.5 % of the side is left for keys, the band is 5 % wide.
  await page.touchscreen.tap(box.x + box.width * (1 - 0.085 - 0.025), box.y + box.height / 2);
  await expect(page.getByTestId("ring-name")).toContainText("of the ring");
  await context.close();
});

for (const width of [320, 390, 768, 1280]) {
  test(`nothing scrolls sideways at ${String(width)} pixels`, async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await open(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await page.close();
  });
}

test("with less motion the end of a step stands there at once", async ({ browser }) => {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  await open(page);
  await page.getByRole("button", { name: "To the start" }).click();
  await expect(headline(page)).toContainText("has the most keys");
  await page.close();
});

test("without the program the page says what is missing, pretends nothing, and tries again", async ({ page }) => {
  let blocked = true;
  await page.route(/\.wasm$|assets\/wasm-.*\.js$/u, async (route) => {
    await (blocked ? route.abort() : route.continue());
  });
  await page.goto(servers.page.url);
  const again = page.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await expect(page.getByText(/could not be loaded/u)).toBeVisible();
  await expect(page.getByText(/\b(746|246|241)\b/u)).toHaveCount(0);
  blocked = false;
  await again.click();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
});

test("no content policy is broken on the whole path", async ({ page }) => {
  const said = complaints(page);
  await open(page);
  await page.getByRole("tab", { name: "Router" }).click();
  await page.getByRole("textbox", { name: "Key" }).fill("alice");
  await textField(page);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByLabel("Link", { exact: true })).toBeVisible();
  expect(said).toEqual([]);
});
