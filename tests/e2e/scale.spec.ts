// The scale: many records counted by every worker, with an honest estimate, and given up, broken and started again.
import { readFile } from "node:fs/promises";
import { expect, test, type FrameLocator, type Page } from "@playwright/test";
import { complaints, flaws, framed, open, textField, whole } from "./page.ts";
import { servers } from "./servers.ts";

const RECORDS = 20_000_000;
/** Nodes before and after the step of the scenarios here. */
const [BEFORE, AFTER] = [3, 4];

function scenario(kinds: readonly string[], hash = "identity"): string {
  return `title = "Scaled"\nnodes = ["a", "b", "c"]\n\n[keys]\nids = 1000\n\n${kinds.map((kind) => `[[strategy]]\nkind = "${kind}"\n${kind === "modulo" ? `hash = "${hash}"\n` : ""}\n`).join("")}[[step]]\nadd = "d"\n`;
}

/** How many of the first `all` numbers have another remainder after the step. */
function movedUnderModulo(all: number): number {
  let moved = 0;
  for (let i = 0; i < all; i++) if (i % BEFORE !== i % AFTER) moved += 1;
  return moved;
}

const estimate = (page: Page | FrameLocator) => page.getByTestId("scale-estimate");
const end = (page: Page | FrameLocator) => page.getByTestId("scale-end");
const start = (page: Page | FrameLocator) => page.getByRole("button", { name: "Start", exact: true });
const cancel = (page: Page | FrameLocator) => page.locator("sl-scale").getByRole("button", { name: "Cancel" });

/** Opens the tab with a text and as many records, and waits for the estimate. */
async function scaleTab(page: Page, text: string, records = RECORDS): Promise<void> {
  await open(page);
  await whole(page);
  await (await textField(page)).fill(text);
  await page.getByRole("tab", { name: "Scale" }).click();
  await ask(page, records);
}

async function ask(page: Page, records: number): Promise<void> {
  const field = page.getByRole("spinbutton", { name: "How many records" });
  await field.fill(String(records));
  await field.press("Enter");
  await expect(estimate(page)).toContainText(/^about/u, { timeout: 20_000 });
}

/** The time that words tell after others, in seconds. */
function seconds(words: string, after: string): number {
  const [, figure, unit] = new RegExp(`${after} ([\\d.]+) (ms|s)\\b`, "u").exec(words) ?? [];
  return Number(figure) / (unit === "ms" ? 1000 : 1);
}

async function finished(page: Page | FrameLocator, records = RECORDS): Promise<void> {
  await expect(end(page)).toContainText(`${records.toLocaleString("en")} records in`, { timeout: 60_000 });
}

test("what moves of 20 million ids is counted exactly, beside theory and what copying it takes", async ({ page }) => {
  const said = complaints(page);
  await scaleTab(page, scenario(["modulo", "ring", "rendezvous"]));
  await start(page).click();
  await finished(page);
  const rows = page.getByTestId("scale-table").locator("tbody tr");
  const moved = movedUnderModulo(RECORDS);
  await expect(rows.nth(0)).toContainText(moved.toLocaleString("en"));
  await expect(rows.nth(0)).toContainText("75.000 %");
  await expect(rows.nth(2)).toContainText("25.0");
  await expect(page.getByTestId("scale-finding")).toContainText(`modulo moves ${moved.toLocaleString("en")} (75.0 %)`);
  await expect(rows.nth(0)).toContainText(/15\.0 GB.*2\.50 min/su);
  await page.getByRole("spinbutton", { name: "bytes a record" }).fill("2000");
  await page.getByRole("spinbutton", { name: "bytes a record" }).press("Enter");
  await expect(rows.nth(0)).toContainText(/30\.0 GB.*5\.00 min/su);
  await page.getByText("Records per node").click();
  const keys = await page.locator(".scale-loads > div").first().locator("tbody td:nth-child(2)").allInnerTexts();
  expect(keys.map((text) => Number(text.replace(/,/gu, ""))).reduce((sum, one) => sum + one, 0)).toBe(RECORDS);
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("sl-scale").getByRole("button", { name: "Figures as CSV" }).click()]);
  expect(await readFile(await file.path(), "utf8")).toContain(String(moved));
  expect(await (await textField(page)).inputValue()).toContain("ids = 1000\n");
  expect(await flaws(page)).toEqual([]);
  expect(said).toEqual([]);
});

test("the scenario's own keys are placed by their own hash, as a run of so many finds", async ({ page }) => {
  await scaleTab(page, 'nodes = ["a", "b", "c"]\n[keys]\ncount = 1000\npattern = "user:{i}"\n[[strategy]]\nkind = "ring"\n[[step]]\nadd = "d"\n', 20_000);
  await page.getByRole("combobox", { name: "as" }).selectOption({ label: "the scenario's keys, user:{i}" });
  await expect(estimate(page)).toContainText(/^about/u);
  await start(page).click();
  await finished(page, 20_000);
  const counted = /ring moves ([\d,]+)/u.exec(await page.getByTestId("scale-finding").innerText())?.[1] ?? "none";
  const field = await textField(page);
  await field.fill((await field.inputValue()).replace("count = 1000", "count = 20000"));
  await expect(page.getByTestId("headline")).toContainText(`took ${counted} keys`, { timeout: 20_000 });
});

test("more than a billion is refused in words, and fewer may be asked for again", async ({ page }) => {
  await scaleTab(page, scenario(["modulo"]), 1_000_000);
  const field = page.getByRole("spinbutton", { name: "How many records" });
  await field.fill("2000000000");
  await field.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "From 1,000 to 1,000,000,000 records can be placed." })).toBeVisible();
  await expect(start(page)).toBeDisabled();
  await page.getByRole("button", { name: "1 million", exact: true }).click();
  await start(page).click();
  await finished(page, 1_000_000);
});

test("cancel comes back at once, and the count can be started again", async ({ page }) => {
  await scaleTab(page, scenario(["jump", "anchor", "multi-probe"]), 1_000_000_000);
  await start(page).click();
  await expect(page.getByTestId("scale-progress")).toContainText(/of 1,000,000,000 records/u);
  const tookMs = await page.evaluate(async () => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>("sl-scale button")];
    const began = performance.now();
    buttons.find(({ innerText }) => innerText === "Cancel")?.click();
    const ready = (): boolean => buttons.some(({ innerText, isConnected, disabled }) => isConnected && !disabled && innerText === "Start");
    while (!ready()) await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
  console.log(`cancel to start again: ${tookMs.toFixed(0)} ms`);
  expect(tookMs).toBeLessThan(100);
  // What counted has ended: nobody computes on behind the reader's back.
  await expect.poll(() => page.workers().length).toBeLessThan(2);
  await expect(end(page)).toContainText("it was given up");
  await ask(page, 1_000_000);
  await start(page).click();
  await finished(page, 1_000_000);
});

/** Presses Start; how long until the first numbers stood there, and the longest time between two frames, milliseconds. */
async function watched(page: Page): Promise<{ first: number; gap: number }> {
  return page.evaluate(async () => {
    const words = (id: string): string => document.querySelector(`[data-testid=${id}]`)?.textContent ?? "";
    const before = words("scale-finding");
    const began = performance.now();
    [...document.querySelectorAll<HTMLButtonElement>("sl-scale button")].find(({ innerText }) => innerText === "Start")?.click();
    let [last, gap, first] = [began, 0, 0];
    do {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      gap = Math.max(gap, now - last);
      last = now;
      if (first === 0 && words("scale-finding") !== before) first = now - began;
    } while (!words("scale-end").includes("records in"));
    return { first, gap };
  });
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
}

test("the page stays alive while every core counts, and the estimate before it starts is honest", async ({ page }) => {
  test.slow();
  await scaleTab(page, scenario(["modulo", "ring", "rendezvous", "jump"]), 100_000_000);
  const [ratios, gaps]: [number[], number[]] = [[], []];
  // Three times, since a machine that has other things to do cannot know it before.
  for (let i = 0; i < 3; i++) {
    const records = 100_000_000 + i;
    if (i > 0) await ask(page, records);
    const estimated = seconds(await estimate(page).innerText(), "about");
    const { first, gap } = await watched(page);
    await finished(page, records);
    const took = seconds(await end(page).innerText(), "records in");
    console.log(`100,000,000 ids, four strategies: estimated ${String(estimated)} s, took ${String(took)} s; first numbers after ${first.toFixed(0)} ms; longest gap between frames ${gap.toFixed(0)} ms`);
    ratios.push(estimated / took);
    gaps.push(gap);
  }
  expect(median(gaps)).toBeLessThan(100);
  expect(median(ratios)).toBeGreaterThan(1 / 1.5);
  expect(median(ratios)).toBeLessThan(1.5);
});

test("a worker that breaks is told, and the next count has fresh ones", async ({ page }) => {
  await scaleTab(page, scenario(["ring"]));
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      const core = (globalThis as unknown as { wasm_bindgen: { Scale: { prototype: { count: unknown } } } }).wasm_bindgen;
      core.Scale.prototype.count = () => {
        throw new WebAssembly.RuntimeError("unreachable");
      };
    });
  }
  await start(page).click();
  await expect(end(page)).toContainText("The run stopped: its worker ended (unreachable).");
  await start(page).click();
  await finished(page);
});

test("a worker that is killed from outside is told, and the count can be started again", async ({ page }) => {
  test.slow();
  await scaleTab(page, scenario(["jump", "anchor", "multi-probe"]), 1_000_000_000);
  await start(page).click();
  await expect(page.getByTestId("scale-progress")).toContainText(/of 1,000,000,000 records/u);
  await page.workers().at(-1)?.evaluate(() => {
    self.close();
  });
  await expect(end(page)).toContainText("its worker ended (it does not answer any more)", { timeout: 30_000 });
  await ask(page, 1_000_000);
  await start(page).click();
  await finished(page, 1_000_000);
});

test("in a sandboxed frame where no worker starts the page counts in slices, and says so", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      Worker: () => {
        throw new DOMException("no workers here", "SecurityError");
      },
    });
  });
  const frame = await framed(page, "?preset=add-a-node&view=scale&embed=1");
  await frame.getByRole("button", { name: "1 million", exact: true }).click();
  await expect(estimate(frame)).toContainText(/^about/u, { timeout: 20_000 });
  await start(frame).click();
  await finished(frame, 1_000_000);
  await expect(frame.locator("sl-scale")).toContainText("No background worker starts here");
  // Long enough to be given up: the page hears the press between its slices.
  await frame.getByRole("button", { name: "1 billion", exact: true }).click();
  await expect(estimate(frame)).toContainText(/^about/u, { timeout: 20_000 });
  await start(frame).click();
  await expect(frame.getByTestId("scale-progress")).toContainText(/of 1,000,000,000 records/u);
  await cancel(frame).click();
  await expect(end(frame)).toContainText("it was given up");
  expect(said).toEqual([]);
});

test("fifty starts and cancels leave no memory behind", async ({ page }) => {
  test.slow();
  await scaleTab(page, scenario(["ring", "maglev", "anchor"]), 1_000_000_000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const used = async (): Promise<{ mb: number; listeners: number }> => {
    await expect.poll(() => page.workers().length).toBeLessThan(2);
    for (let i = 0; i < 3; i++) await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const { jsEventListeners } = await devtools.send("Memory.getDOMCounters");
    return { mb: (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? NaN) / 1e6, listeners: jsEventListeners };
  };
  let early = { mb: NaN, listeners: NaN };
  for (let i = 1; i <= 50; i++) {
    await start(page).click();
    await expect(page.getByTestId("scale-progress")).toContainText(/of 1,000,000,000 records/u);
    await cancel(page).click();
    await expect(start(page)).toBeEnabled();
    if (i === 5) early = await used();
  }
  const late = await used();
  console.log(`JavaScript heap of the page after 5 starts and cancels ${early.mb.toFixed(2)} MB, after 50 ${late.mb.toFixed(2)} MB; ${String(early.listeners)} and ${String(late.listeners)} listeners`);
  expect(late.mb - early.mb).toBeLessThan(5);
  expect(late.listeners - early.listeners).toBeLessThan(10);
});

test("the example of a billion waits for a press and opens the count; its text is not run by itself", async ({ page }) => {
  await page.goto(`${servers.page.url}#preset=a-billion-records`);
  await expect(page.getByRole("tab", { name: "Scale" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("button", { name: "1 billion", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(estimate(page)).toContainText(/^about/u, { timeout: 20_000 });
  await expect(end(page)).toHaveText("");
  await page.getByRole("button", { name: "1 million", exact: true }).click();
  await expect(estimate(page)).toContainText(/^about/u);
  await start(page).click();
  await finished(page, 1_000_000);
  await expect(page.getByTestId("scale-table").locator("tbody tr").first()).toContainText(movedUnderModulo(1_000_000).toLocaleString("en"));
});

test("on a phone the scale is a panel of its own, and nothing scrolls sideways", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${servers.page.url}#preset=add-a-node&view=scale`);
  await expect(page.getByRole("tab", { name: "Scale" })).toHaveAttribute("aria-selected", "true");
  await ask(page, 1_000_000);
  await start(page).focus();
  await page.keyboard.press("Enter");
  await finished(page, 1_000_000);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await flaws(page)).toEqual([]);
});

test("a scenario that would take minutes with pictures offers the count without them first", async ({ page }) => {
  await page.goto(`${servers.page.url}#preset=a-billion-records`);
  const card = page.locator("sl-run .run-card");
  await expect(card.getByRole("button")).toHaveText([/^Place all of them in Scale$/u, /^Run \(about \d+ min\)$/u], { timeout: 20_000 });
  await card.getByRole("button", { name: "Place all of them in Scale" }).click();
  await expect(start(page)).toBeInViewport();
  await whole(page);
  await (await textField(page)).fill(scenario(["modulo", "ring"]).replace("1000", "20000000"));
  await expect(card.getByRole("button").first()).toHaveText(/^Run \(about [\d.]+ s\)$/u);
});
