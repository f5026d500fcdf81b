// Nothing on a page of notes moves when a figure is started: its room is kept for it, in every view, on wide pages and on phones.
import { expect, test, type Page } from "@playwright/test";
import { servePages, serveSite } from "./hosts.ts";
import { page as around } from "./recipes.ts";
import { EMBED_VIEWS, type EmbedView, type FigureState } from "../../www/src/host/contract.ts";

const SIMULATED_MS = 45_000;
const PRESETS: Readonly<Partial<Record<EmbedView, string>>> = { load: "hot-key", sweep: "headroom-half", migration: "keys-in-transit", incident: "incident", scale: "a-billion-records" };
/** What is to be seen once a simulation has run. */
const SEEN: Readonly<Partial<Record<EmbedView, RegExp>>> = { migration: /of 4|arrived|moved/u, incident: /%/u };

interface Figure extends HTMLElement {
  start(): void;
  state(): Promise<FigureState>;
}

/** From now on every height that an element has. */
async function watchHeights(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heights = new Map<Element, number[]>();
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) heights.set(target, [...(heights.get(target) ?? []), target.clientHeight]);
    });
    for (const one of document.querySelectorAll("shard-lab")) observer.observe(one);
    Object.assign(globalThis, { heights: () => Array.from(heights.values(), (seen) => [...new Set(seen)]) });
  });
}

const heights = (page: Page): Promise<number[][]> => page.evaluate(() => (globalThis as unknown as { heights(): number[][] }).heights());

for (const [what, width] of [["a wide page", 1000], ["a page of 700 px", 700], ["a phone", 390]] as const) {
  test(`no figure moves another when it is started: every view on ${what}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width, height: 800 });
    const site = await serveSite();
    const figures = EMBED_VIEWS.map((view) => `<shard-lab preset="${PRESETS[view] ?? "add-a-node"}" view="${view}" label="${view}"></shard-lab>\n<p>Most keys stay where they are.</p>\n`).join("");
    const notes = await servePages(new Map([["index.html", around(`<script defer src="${site.url}shard-lab.js"></script>\n${figures}`)]]));
    await page.goto(notes.url);
    await expect(page.getByRole("button", { name: /^Start/u })).toHaveCount(EMBED_VIEWS.length);
    await watchHeights(page);
    for (const view of EMBED_VIEWS) {
      const one = page.locator(`shard-lab[view=${view}]`);
      // A frame out of sight is not drawn, and tells no height.
      await one.scrollIntoViewIfNeeded();
      await one.evaluate((it) => {
        (it as Figure).start();
      });
      const how = (): Promise<FigureState> => one.evaluate((it) => (it as Figure).state());
      await expect.poll(async () => (await how()).core, { timeout: SIMULATED_MS }).toBe("ready");
      await expect.poll(async () => (await how()).run, { timeout: SIMULATED_MS }).not.toBe("running");
      const frame = one.locator("iframe").contentFrame();
      await expect(frame.locator("sl-app > .early")).toHaveCount(0);
      await expect(frame.locator("main")).toContainText(SEEN[view] ?? /./u, { timeout: SIMULATED_MS });
      await expect(frame.locator("[aria-busy=true]")).toHaveCount(0, { timeout: SIMULATED_MS });
      await frame.locator("main").evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    }
    const seen = await heights(page);
    console.log(`${what}: ${EMBED_VIEWS.map((view, at) => `${view} ${(seen[at] ?? []).join(" then ")}`).join(", ")}`);
    expect(seen.filter((all) => all.length !== 1)).toEqual([]);
    await notes.close();
    await site.close();
  });
}

test("a fallback of the author's keeps the figure's room too, and a height that was asked for is had before Start and after it", async ({ page }) => {
  // All three are seen: a click that comes with scrolling may reach the frame that stood there.
  await page.setViewportSize({ width: 1000, height: 1600 });
  const site = await serveSite();
  const within = (attributes: string): string => `<shard-lab preset="add-a-node" ${attributes}><p>Keys on a ring.</p></shard-lab>\n`;
  const notes = await servePages(new Map([["index.html", around(`<script defer src="${site.url}shard-lab.js"></script>\n${within("")}${within('height="520"')}${within('height="300"')}`)]]));
  await page.goto(notes.url);
  await expect(page.getByRole("button", { name: /^Start/u })).toHaveCount(3);
  await watchHeights(page);
  for (const at of [0, 1, 2]) {
    await page.locator("shard-lab").nth(at).getByRole("button", { name: /^Start/u }).click();
    await expect(page.locator("shard-lab").nth(at).locator("iframe").contentFrame().getByTestId("ring-caption")).toContainText("246");
  }
  expect(await heights(page)).toEqual([[460], [520], [300]]);
  await notes.close();
  await site.close();
});
