// Everybody's page: the walk-through of docs/accessibility.md, captions and tables, focus, targets, zoom, forced colours, less motion.
import { readFileSync } from "node:fs";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { flaws, open, whole } from "./page.ts";
import { servers } from "./servers.ts";

type Role = Parameters<Page["getByRole"]>[0];

interface Stride {
  readonly act: string;
  readonly role: Role;
  readonly name: string;
  readonly hear: string;
}

/** The steps of the document's table. */
function walk(): readonly Stride[] {
  const text = readFileSync("docs/accessibility.md", "utf8");
  const [, table = ""] = /<!-- walk: begin -->([\s\S]*)<!-- walk: end -->/u.exec(text) ?? [];
  const rows = table.trim().split("\n").slice(2);
  // The document's roles are the words that Playwright knows; others fail the test.
  return rows.map((row) => row.split("|").map((cell) => cell.trim())).map(([, act = "", role = "", name = "", hear = ""]) => ({ act, role: role as Role, name, hear }));
}

/** Everything that live regions say now. */
async function spoken(page: Page): Promise<string> {
  const said = await page.locator('[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"]').allInnerTexts();
  return said.join("\n");
}

test("the walk through the page goes as the document says, by keys, roles and names", async ({ page }) => {
  test.slow();
  await open(page);
  await whole(page);
  const steps = walk();
  expect(steps.length).toBeGreaterThan(30);
  for (const { act, role, name, hear } of steps) {
    await test.step(`${act} ${role} ${name}`, async () => {
      const found = page.getByRole(role, { name }).first();
      await expect(found).toBeVisible();
      const [verb, ...rest] = act.split(" ");
      if (verb !== "find") {
        await found.focus();
        await expect(found).toBeFocused();
        if (verb === "type") await found.fill(rest.join(" "));
        else await page.keyboard.press(rest.join(" "));
      }
      if (hear !== "") await expect.poll(() => spoken(page), { timeout: 15_000 }).toContain(hear);
    });
  }
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

/** Panels with pictures: an address, and what says that its figures are there. */
const PICTURED: readonly (readonly [string, string, (page: Page) => Locator])[] = [
  ["the ring, the loads and the comparison", "", (page) => page.getByTestId("compare")],
  ["the sweep", "#preset=rendezvous-or-ring&view=sweep", (page) => page.getByTestId("sweep-table")],
  ["the migration", "#preset=keys-in-transit&view=migration", (page) => page.getByTestId("migration-table")],
  ["the incident", "#preset=incident&view=incident", (page) => page.getByTestId("incident-events")],
];

/** Opens an address of the list and waits for its figures. */
async function pictured(page: Page, address: string, there: (page: Page) => Locator): Promise<void> {
  await page.goto(servers.page.url + address);
  if (address.includes("sweep")) await page.locator("sl-sweep").getByRole("button", { name: /^Run \(about/u }).click({ timeout: 20_000 });
  await expect(there(page)).toBeAttached({ timeout: 60_000 });
  await whole(page);
}

for (const [what, address, there] of PICTURED) {
  test(`${what}: every picture has a caption in words and a table`, async ({ page }) => {
    test.slow();
    await pictured(page, address, there);
    const told = await page.evaluate(() =>
      [...document.querySelectorAll("canvas")]
        .filter((canvas) => canvas.getClientRects().length > 0 && canvas.closest("button, .chooser") === null)
        .map((canvas) => {
          const figure = canvas.closest("figure");
          const panel = canvas.closest("sl-load, sl-sweep, sl-migration, sl-incident") ?? document.querySelector("sl-results");
          return { picture: canvas.className, caption: figure?.querySelector("figcaption")?.textContent.trim().length ?? 0, tables: panel?.querySelectorAll("table").length ?? 0, named: canvas.ariaHidden === "true" || (canvas.getAttribute("aria-label") ?? "").length > 10 };
        }),
    );
    expect(told.length).toBeGreaterThan(1);
    for (const { picture, caption, tables, named } of told) expect([picture, caption > 10, tables > 0, named]).toEqual([picture, true, true, true]);
  });
}

test("the tables of the simulations have the figures of their moments", async ({ page }) => {
  await pictured(page, "#preset=keys-in-transit&view=migration&at=4s", (page) => page.getByTestId("migration-table"));
  await page.locator("sl-migration-stage").getByText("Show the figures").click();
  const last = page.getByTestId("migration-course").getByRole("row").last();
  await page.locator(".migration-clock").getByRole("slider").press("End");
  const legend = await page.locator(".migration-legend b").allInnerTexts();
  await expect(last.getByRole("cell")).toHaveText(legend);
  await pictured(page, "#preset=incident&view=incident", (page) => page.getByTestId("incident-events"));
  await page.getByText("The course of it, moment by moment").first().click();
  await expect(page.getByTestId("incident-course").getByRole("row")).toHaveCount(12);
  await expect(page.getByTestId("incident-course").getByRole("row").last()).toContainText("after the step");
});

for (const [address, panel] of [["#preset=keys-in-transit&view=migration", ".migration-clock"], ["#preset=incident&view=incident", ".incident-clock"]] as const) {
  test(`with less motion nothing plays in ${panel.slice(1)}: the end stands there`, async ({ browser }) => {
    const page = await browser.newPage({ reducedMotion: "reduce" });
    await open(page, address);
    const slider = page.locator(panel).getByRole("slider");
    await expect(slider).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => slider.evaluate((one: HTMLInputElement) => Number(one.value) > 0 && Math.abs(Number(one.value) - Number(one.max)) < 0.1)).toBe(true);
    await expect(page.locator(panel).getByRole("button", { name: "Play" })).toBeVisible();
    await page.context().close();
  });
}

const TABS = ["Compare", "Router", "Sweep", "Migration", "Incident", "Challenge", "Scale"] as const;

/** Opens each panel in turn, and does something with it. */
async function everywhere(page: Page, act: (tab: string) => Promise<void>): Promise<void> {
  for (const tab of TABS) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    await expect(page.getByText("Loading this panel")).toHaveCount(0);
    await expect(page.getByText("Loading the challenges")).toHaveCount(0);
    if (tab === "Migration") await expect(page.getByTestId("migration-table")).toBeVisible({ timeout: 30_000 });
    if (tab === "Incident") await expect(page.getByTestId("incident-headline")).toBeVisible({ timeout: 30_000 });
    await act(tab);
  }
}

/** What of the page is wider than the screen; boxes that scroll for themselves are meant to. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("main *")].filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && element.closest(".scroller, .editor, .filters, .switcher, .places, pre") === null).map((element) => `${element.tagName} ${element.className}`);
  });
}

for (const [width, height] of [[320, 640], [320, 200]] as const) {
  test(`no panel scrolls sideways at ${String(width)} by ${String(height)}`, async ({ browser }) => {
    test.slow();
    const page = await browser.newPage({ viewport: { width, height } });
    await open(page);
    await whole(page);
    await everywhere(page, async (tab) => {
      expect([tab, await tooWide(page)]).toEqual([tab, []]);
    });
    await page.context().close();
  });
}

test("in forced colours axe finds nothing, what is chosen is outlined, and signs keep their colours", async ({ browser }) => {
  test.slow();
  const page = await (await browser.newContext({ forcedColors: "active" })).newPage();
  await open(page, "#preset=keys-in-transit&view=migration");
  await expect(page.getByTestId("migration-table")).toBeVisible({ timeout: 30_000 });
  expect(await flaws(page)).toEqual([]);
  const outline = (one: Locator): Promise<string> => one.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await outline(page.getByRole("tab", { name: "Migration" }))).toBe("solid");
  expect(await outline(page.getByRole("tab", { name: "Compare" }))).toBe("none");
  expect(await outline(page.getByRole("radio", { checked: true }).first())).toBe("solid");
  const signs = await page.locator(".migration-legend .swatch").evaluateAll((all) => all.map((sign) => getComputedStyle(sign).backgroundColor));
  expect(new Set(signs).size).toBe(signs.length);
  await page.context().close();
});

/** Where Tab leads, until it comes round: what is not outlined, and what is hidden beneath something else. */
async function tabbed(page: Page, most: number): Promise<{ stops: number; flaws: string[] }> {
  const flaws: string[] = [];
  let stops = 0;
  for (; stops < most; stops += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const inner = element.shadowRoot?.activeElement ?? element;
      const [style, box] = [getComputedStyle(inner), inner.getBoundingClientRect()];
      const outlined = style.outlineStyle !== "none" || inner.matches(":is(.editor, .shelved, .own-file):focus-within *, .cm-content");
      // One of its corners or its middle is seen: a part may be cut off, not all of it.
      const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]] as const;
      const seen = points.some(([x, y]) => {
        const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return top !== null && (inner.contains(top) || top.contains(inner) || top.shadowRoot?.contains(inner) === true);
      });
      return { name: `${inner.tagName} ${inner.ariaLabel ?? inner.textContent.trim().slice(0, 40)}`, outlined, seen };
    });
    if (found === undefined) break;
    if (!found.outlined) flaws.push(`not outlined: ${found.name}`);
    if (!found.seen) flaws.push(`not seen: ${found.name}`);
  }
  return { stops, flaws };
}

for (const [width, height] of [[1280, 800], [390, 844], [320, 200]] as const) {
  test(`the focus is seen at every stop at ${String(width)} by ${String(height)}`, async ({ browser }) => {
    test.slow();
    const page = await browser.newPage({ viewport: { width, height } });
    await open(page);
    await whole(page);
    const { stops, flaws } = await tabbed(page, 120);
    expect(flaws).toEqual([]);
    expect(stops).toBeGreaterThan(15);
    await page.context().close();
  });
}

/** Controls whose box is smaller than that; a link within a sentence may be. */
async function small(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const all = [...document.querySelectorAll<HTMLElement>("button, select, summary, textarea, a, input, [role=tab], [role=radio]")];
    const seen = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(":disabled, .own-file input") && one.closest("p a, li a, footer") === null);
    // A checkbox is pressed by its label too.
    const target = (one: HTMLElement): DOMRect => (one.matches("input[type=checkbox]") ? (one.closest("label") ?? one) : one).getBoundingClientRect();
    return seen.filter((one) => {
      const { width, height } = target(one);
      return width > 0 && (height < least - 0.5 || width < 24 - 0.5);
    }).map((one) => `${one.tagName}.${one.className} ${one.ariaLabel ?? one.innerText.slice(0, 30)} ${String(Math.round(target(one).width))}×${String(Math.round(target(one).height))}`);
  }, least);
}

for (const [what, touch, least, width] of [["a mouse", false, 24, 1280], ["fingers on a phone", true, 44, 390], ["fingers on a tablet", true, 44, 1180]] as const) {
  test(`targets are large enough for ${what}, on every panel and in every dialog`, async ({ browser }) => {
    test.slow();
    const context = await browser.newContext({ viewport: { width, height: 900 }, hasTouch: touch, isMobile: touch });
    const page = await context.newPage();
    await open(page);
    await whole(page);
    const flaws: string[] = [];
    await everywhere(page, async (tab) => {
      flaws.push(...(await small(page, least)).map((flaw) => `${tab}: ${flaw}`));
    });
    await page.getByRole("button", { name: "Share" }).click();
    for (const part of ["By link", "In a page", "As files"]) {
      await page.getByRole("dialog").getByRole("tab", { name: part }).click();
      flaws.push(...(await small(page, least)).map((flaw) => `${part}: ${flaw}`));
    }
    expect([...new Set(flaws)]).toEqual([]);
    await context.close();
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    test(`axe finds nothing on any panel in ${colorScheme} at ${String(width)}`, async ({ browser }) => {
      test.slow();
      const page = await (await browser.newContext({ colorScheme, viewport: { width, height } })).newPage();
      await open(page);
      await whole(page);
      await everywhere(page, async (tab) => {
        expect([tab, await flaws(page)]).toEqual([tab, []]);
      });
      await page.context().close();
    });
  }
}

test("a button that has nothing left to do keeps the focus", async ({ page }) => {
  await open(page);
  const back = page.getByRole("button", { name: "Back one step" });
  await back.focus();
  await page.keyboard.press("Enter");
  await expect(back).toHaveAttribute("aria-disabled", "true");
  await expect(back).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(back).toBeFocused();
});
