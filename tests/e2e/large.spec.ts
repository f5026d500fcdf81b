// Large pictures: a thousand nodes with a hundred points each and a million keys are drawn within a frame and stay readable.
import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { complaints, flaws, headline, open, textField, whole } from "./page.ts";

/** Runs of which the median is taken. */
const RUNS = 5;
/** What a frame may cost at 60 a second. */
const FRAME_MS = 16;
/** How much slower than that a test's machine may be, which has other things to do. */
const BUSY = 2.5;
/** A step plays for 800 ms. */
const PLAYED_MS = 800;
/** Without a frame for so long the picture stands still. */
const STILL_MS = 150;

interface Wanted {
  readonly nodes: number;
  readonly keys: number;
  readonly kinds: readonly string[];
}

function scenario({ nodes, keys, kinds }: Wanted): string {
  const names = Array.from({ length: nodes }, (_, i) => `"server-${String(i).padStart(4, "0")}"`).join(", ");
  return `title = "Large"\nhash = "xxh3"\nnodes = [${names}]\n\n[keys]\ncount = ${String(keys)}\n\n${kinds.map((kind) => `[[strategy]]\nkind = "${kind}"\n\n`).join("")}[[step]]\nadd = "late"\n`;
}

/** What the page's own thread did, in milliseconds: long tasks, and the work of each frame from the first callback until
 * everything is painted and the thread is free again. */
interface Watched {
  long: number[];
  frames: number[];
}

async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { long: [], frames: [] };
    Object.assign(globalThis, { watched });
    new PerformanceObserver((list) => {
      watched.long.push(...list.getEntries().map(({ duration }) => Math.round(duration)));
    }).observe({ type: "longtask" });
    const ask = globalThis.requestAnimationFrame.bind(globalThis);
    let last = -1;
    globalThis.requestAnimationFrame = (callback) =>
      ask((time) => {
        if (time !== last) {
          last = time;
          const began = performance.now();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            watched.frames.push(performance.now() - began);
            port1.close();
          };
          port2.postMessage(undefined);
        }
        callback(time);
      });
  });
}

/** What was seen since it was asked the last time. */
async function seen(page: Page, what: keyof Watched): Promise<number[]> {
  return page.evaluate((one) => (globalThis as unknown as { watched: Watched }).watched[one].splice(0), what);
}

/** Opens such a scenario; while the worker still places its keys. */
async function openLarge(page: Page, wanted: Wanted): Promise<void> {
  await watch(page);
  await open(page);
  await whole(page);
  const field = await textField(page);
  await field.fill(scenario(wanted));
  // What the browser does with so long a text in a field is over when it idles.
  await page.evaluate(() => new Promise((done) => {
    requestIdleCallback(done);
  }));
}

async function landed(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/^Large/u, { timeout: 60_000 });
}

/** The work of each frame while the step plays. */
async function playedFrames(page: Page): Promise<number[]> {
  await page.getByRole("button", { name: "To the start" }).click();
  await expect(headline(page)).toContainText("has the most keys");
  // The way back is played too; what is pressed meanwhile has the less to play.
  await expect.poll(async () => {
    await seen(page, "frames");
    await page.waitForTimeout(STILL_MS);
    return (await seen(page, "frames")).length;
  }).toBe(0);
  await page.getByRole("button", { name: "Forward one step" }).evaluate(
    (button: HTMLButtonElement, playedMs: number) =>
      new Promise((done) => {
        button.click();
        setTimeout(done, playedMs);
      }),
    PLAYED_MS,
  );
  return seen(page, "frames");
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Infinity;
}

test("a step of 100,000 points and 1,000,000 keys plays within a frame, and nothing freezes when they land", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  await openLarge(page, { nodes: 1000, keys: 1_000_000, kinds: ["ring"] });
  await seen(page, "long");
  await landed(page);
  await expect(headline(page)).toContainText("late took 1,021 keys, all it needed, from 90 nodes");
  const long = await seen(page, "long");
  const medians: number[] = [];
  let frames = 0;
  for (let i = 0; i < RUNS; i++) {
    const work = await playedFrames(page);
    frames += work.length;
    medians.push(median(work));
  }
  const found = median(medians);
  console.log(`work a frame, 1,000 nodes, 100,000 points, 1,000,000 keys: ${medians.map((ms) => ms.toFixed(1)).join(", ")} ms, median ${found.toFixed(1)} ms over ${String(frames)} frames (goal ${String(FRAME_MS)}); long tasks when the run lands: ${long.join(", ") || "none"}`);
  expect(frames).toBeGreaterThan(RUNS * 5);
  expect(found).toBeLessThan(FRAME_MS * BUSY);
  // 50 ms is the goal.
  expect(Math.max(0, ...long)).toBeLessThan(50 * BUSY);
  expect(said).toEqual([]);
});

test("a thousand nodes can be found, read and taken away", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  await openLarge(page, { nodes: 1000, keys: 50_000, kinds: ["ring", "modulo"] });
  await landed(page);
  // The form shows some and finds the others; no long task comes of opening it.
  await page.getByRole("tab", { name: "Form" }).click();
  const names = page.getByRole("textbox", { name: /^Name of/u });
  await expect(names).toHaveCount(40);
  await expect(page.getByRole("status").filter({ hasText: "40 of 1,000 nodes." })).toBeVisible();
  await page.getByRole("searchbox", { name: "Find a node by name" }).fill("server-07");
  await expect(names.first()).toHaveValue("server-0700");
  await page.getByRole("searchbox", { name: "Find a node by name" }).fill("server-0777");
  await expect(names).toHaveCount(1);
  // The loads: percentiles in words, the fullest as a table, all of them as a file.
  const load = page.locator("sl-load");
  await expect(load.locator("figcaption")).toContainText(/^Half of the 1,001 nodes have at most \d+ keys \(p50\), 99 of 100 at most \d+ \(p99\)\. The fullest node, server-\d+, has \d+ keys,/u);
  await load.getByText("Show the figures").click();
  await expect(load.locator("tbody tr")).toHaveCount(50);
  await expect(load).toContainText("The 50 fullest of 1,001 nodes.");
  const [file] = await Promise.all([page.waitForEvent("download"), load.getByRole("button", { name: "Loads as CSV" }).click()]);
  const rows = (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
  expect(rows).toHaveLength(1002);
  expect(rows.slice(1).reduce((sum, line) => sum + Number(line.split(",")[2]), 0)).toBe(50_000);
  // The moves: the busiest nodes, the others summed, all that moved in the sums.
  await page.getByRole("radio", { name: /^modulo,/u }).click();
  const matrix = page.locator(".matrix");
  await expect(matrix.locator("tbody tr")).toHaveCount(16);
  await expect(matrix.locator("tbody tr").last()).toContainText("985 others");
  const sums = await matrix.locator("td.sum").allInnerTexts();
  const moved = (await page.getByRole("radio", { name: /^modulo,/u }).getAttribute("aria-label"))?.replace(/\D/gu, "");
  expect(sums.reduce((sum, text) => sum + Number(text.replace(/\D/gu, "")), 0)).toBe(Number(moved));
  expect(await flaws(page)).toEqual([]);
  expect(said).toEqual([]);
});

test("pointing names what is there: a column of the ring, and a bar of many", async ({ page }) => {
  await openLarge(page, { nodes: 1000, keys: 50_000, kinds: ["ring"] });
  await landed(page);
  const name = page.getByTestId("ring-name");
  await expect(name).toContainText("Point at the ring or a bar");
  const stage = page.locator(".ring-stage");
  await stage.focus();
  await page.keyboard.press("ArrowRight");
  await expect(name).toContainText(/0\.0° to 0\.5°: \d+ arcs, server-\d+ has the greatest part, \d+\.\d % changed owner, \d+ keys, \d+ of them moved/u);
  await page.keyboard.press("ArrowRight");
  await expect(name).toContainText("0.5° to 1.0°");
  const canvas = page.locator("sl-load canvas");
  const before = await canvas.evaluate((one: HTMLCanvasElement) => one.toDataURL());
  await canvas.hover({ position: { x: 100, y: 140 } });
  await expect.poll(() => canvas.evaluate((one: HTMLCanvasElement) => one.toDataURL())).not.toBe(before);
});
