// The incident: its headline is the report's, it is played, a rescue is one press, the map writes its cells into the text.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { complaints, framed, open, tellFrame, textField } from "./page.ts";

const headline = (page: Page) => page.getByTestId("incident-headline");
const now = (page: Page) => page.getByTestId("incident-now");

async function incident(page: Page, place = "#preset=incident&view=incident"): Promise<void> {
  await open(page, place);
  await expect(headline(page)).not.toHaveText("", { timeout: 20_000 });
}

async function painted(page: Page, canvas: string): Promise<number> {
  return page.locator(canvas).evaluate((element: HTMLCanvasElement) => {
    const data = element.getContext("2d")?.getImageData(0, 0, element.width, element.height).data ?? [];
    return new Set(new Uint32Array(new Uint8ClampedArray(data).buffer)).size;
  });
}

test("the lesson's incident cascades, says why, and the safe throttle saves it with one press", async ({ page }) => {
  const said = complaints(page);
  await incident(page);
  await expect(headline(page)).toContainText("It cascades. The first requests time out 47.0 s after the step.");
  await expect(page.locator(".incident-why")).toContainText("more than 1: it tips");
  await page.getByTestId("rescue-throttle_mb_s").click();
  await expect(headline(page)).toContainText("It survives.");
  await (await textField(page)).has(/throttle_mb_s = 13/u);
  expect(said).toEqual([]);
});

test("it plays, stands still, goes on by steps, and a link has the moment", async ({ page }) => {
  await incident(page);
  await expect(now(page)).toContainText("after the step", { timeout: 20_000 });
  await page.locator(".incident-clock").getByRole("button", { name: "Pause" }).click();
  const stood = await now(page).innerText();
  await page.locator(".incident-clock").getByRole("button", { name: "Forward one step" }).click();
  await expect(now(page)).not.toHaveText(stood);
  await page.getByTestId("incident-events").getByRole("button").nth(2).click();
  await expect(now(page)).toContainText("Down: Node C.");
  await expect.poll(() => page.url()).toContain("at=133.25s");
  const url = page.url();
  await page.goto("about:blank");
  await page.goto(url);
  await expect(now(page)).toContainText("Down: Node C.", { timeout: 20_000 });
  await expect.poll(() => painted(page, "canvas.incident-ring")).toBeGreaterThan(8);
  await expect.poll(() => painted(page, "canvas.incident-charts")).toBeGreaterThan(8);
});

test("a control writes into the text, another strategy has another end, and bad input is told", async ({ page }) => {
  await incident(page);
  await page.locator("sl-incident").getByLabel("Strategy").selectOption("rendezvous");
  await expect(headline(page)).toContainText("It survives.");
  const throttle = page.getByRole("spinbutton", { name: "Throttle, MB/s" });
  await throttle.fill("50");
  await throttle.press("Enter");
  await expect(headline(page)).toContainText("It cascades.");
  await (await textField(page)).has(/throttle_mb_s = 50/u);
  await throttle.fill("0");
  await throttle.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "throttle_mb_s" })).toBeVisible();
  await expect(throttle).toHaveValue("50");
  await page.getByRole("checkbox", { name: "Streaming at low priority" }).check();
  await expect(headline(page)).toContainText("It survives.");
});

test("the tipping map is found by workers, can be given up, and a cell is written into the text", async ({ page }) => {
  test.slow();
  await incident(page);
  const map = page.locator("sl-tipping");
  await map.getByRole("button", { name: "Draw the map" }).click();
  await map.getByRole("button", { name: "Cancel" }).click();
  await expect(map.getByRole("button", { name: "Draw the map" })).toBeVisible();
  const began = Date.now();
  await map.getByRole("button", { name: "Draw the map" }).click();
  await expect(page.getByTestId("tipping-words")).toContainText(/Of 1600 runs \d+ survive/u, { timeout: 60_000 });
  console.log(`a map of 1,600 runs: ${String((Date.now() - began) / 1000)} s`);
  await expect.poll(() => painted(page, "sl-tipping canvas")).toBeGreaterThan(8);
  await map.locator("canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("tipping-cell")).toContainText(/Throttle .* Utilisation .* ρ·x \+ s =/u);
  await page.keyboard.press("Enter");
  await (await textField(page)).has(/utilisation\s+= 0\.\d+/u);
  await map.getByLabel("Across").selectOption("retries");
  await (await textField(page)).has(/tipping\s+= \{ x = "retries", y = "utilisation" \}/u);
});

test("without a step it offers one, and defaults are said to be defaults", async ({ page }) => {
  await open(page, "#preset=add-a-node&view=incident");
  await expect(page.locator("sl-incident")).toContainText("These are the defaults", { timeout: 20_000 });
  await (await textField(page)).fill('nodes = ["a", "b"]\n[[strategy]]\nkind = "ring"\n');
  await page.locator("sl-incident").getByRole("button", { name: "Add a step" }).click();
  await expect(headline(page)).toBeVisible({ timeout: 20_000 });
});

for (const [name, width, height] of [["wide", 1280, 800], ["phone", 390, 844], ["small", 320, 640]] as const) {
  for (const theme of ["light", "dark"] as const) {
    test(`${name}, ${theme}: nothing scrolls sideways, and axe has nothing to say`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await incident(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    });
  }
}

test("alone in a sandboxed frame it plays in slices where no worker starts", async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      Worker: () => {
        throw new DOMException("no workers here", "SecurityError");
      },
    });
  });
  const frame = await framed(page, "?preset=incident&view=incident&embed=1");
  await expect(frame.getByTestId("incident-headline")).toContainText("It cascades.", { timeout: 20_000 });
});

test("a frame's host plays it and lets it rest", async ({ page }) => {
  const frame = await framed(page, "?preset=incident&view=incident&embed=1");
  const clock = frame.locator(".incident-clock");
  await expect(clock.getByRole("button", { name: "Pause" })).toBeVisible({ timeout: 20_000 });
  await tellFrame(page, "pause");
  await expect(clock.getByRole("button", { name: "Play" })).toBeVisible();
  await tellFrame(page, "run");
  await expect(clock.getByRole("button", { name: "Pause" })).toBeVisible();
});
