// The sweep: from a press to a chart, one thing with the text, in a link, on a phone, and given up.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { complaints, open, textField } from "./page.ts";

const finding = (page: Page) => page.getByTestId("sweep-finding");

/** Opens the tab, once the core that knows sweeps is there. */
async function sweepTab(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Sweep" }).click();
  await expect(page.getByRole("combobox", { name: "Vary" })).toBeVisible();
}

/** Whether anything is painted. */
async function painted(page: Page): Promise<boolean> {
  return page.locator("sl-sweep canvas").evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return new Set(data).size > 8;
  });
}

test("a press writes a sweep into the text and draws its chart", async ({ page }) => {
  const said = complaints(page);
  await open(page);
  await sweepTab(page);
  await page.getByRole("button", { name: "Draw the chart" }).click();
  await expect(finding(page)).toContainText("peak to average");
  await expect.poll(() => painted(page)).toBe(true);
  await page.getByRole("combobox", { name: "and measure" }).selectOption("moved");
  await expect(finding(page)).toContainText("the fewest keys moved", { timeout: 15_000 });
  await (await textField(page)).has(/\[sweep\]\nparameter = "nodes"\nmeasure = "moved"\n/u);
  await page.getByText("Show the figures").last().click();
  const row = page.getByTestId("sweep-table").getByRole("row").nth(1);
  await expect(row).toContainText("theory 66.7 %");
  await page.getByRole("button", { name: "Take the sweep out" }).click();
  await expect(page.getByRole("button", { name: "Draw the chart" })).toBeVisible();
  expect(said).toEqual([]);
});

test("a number in the controls is a number in the text, and what cannot be is said", async ({ page }) => {
  await open(page);
  await sweepTab(page);
  await page.getByRole("button", { name: "Draw the chart" }).click();
  await page.getByRole("combobox", { name: "Vary" }).selectOption("vnodes");
  await page.getByRole("spinbutton", { name: "to" }).fill("40");
  await page.getByRole("spinbutton", { name: "to" }).press("Enter");
  await (await textField(page)).has(/parameter = "vnodes"\nto = 40\n/u);
  await expect(finding(page)).toContainText("40 virtual nodes");
  await page.getByRole("combobox", { name: "and measure" }).selectOption("spread");
  await expect(page.getByRole("alert")).toContainText("removes and fails no node");
  await expect(page.getByRole("combobox", { name: "and measure" })).toHaveValue("peak_to_average");
});

test("a link with view=sweep opens the tab with what the preset asks for", async ({ page }) => {
  await open(page, "#preset=rendezvous-or-ring&view=sweep");
  await expect(page.getByRole("tab", { name: "Sweep" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("combobox", { name: "Vary" })).toHaveValue("nodes");
  await expect(page.getByRole("spinbutton", { name: "to" })).toHaveValue("500");
  await expect(page.locator("sl-sweep").getByRole("button", { name: /^Run \(about/u })).toBeVisible();
});

test("a large sweep waits for a press, says how far it is and can be given up", async ({ page }) => {
  await open(page);
  await (await textField(page)).fill('nodes = ["a"]\n[keys]\nids = 200000\n[[strategy]]\nkind = "rendezvous"\n[sweep]\nparameter = "nodes"\nto = 1000\n');
  await sweepTab(page);
  const start = page.locator("sl-sweep").getByRole("button", { name: /^Run \(about/u });
  await start.click();
  await expect(page.locator("sl-sweep").getByText(/% done/u)).toBeVisible();
  await page.locator("sl-sweep").getByRole("button", { name: "Cancel" }).click();
  await expect(start).toBeVisible();
  await expect(finding(page)).toHaveText("");
});

test("the figures can be taken away", async ({ page }) => {
  await open(page);
  await sweepTab(page);
  await page.getByRole("button", { name: "Draw the chart" }).click();
  await expect(finding(page)).not.toHaveText("");
  for (const [name, begins] of [["Figures as CSV", "strategy,nodes,peak_to_average,low,high,seeds,theory,refused"], ["Chart as SVG", "<svg"]] as const) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    expect(await readFile(await download.path(), "utf8")).toMatch(new RegExp(`^${begins}`, "u"));
  }
});

test("on a phone the sweep is a panel of its own, and nothing scrolls sideways", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await sweepTab(page);
  await page.getByRole("button", { name: "Draw the chart" }).click();
  await expect(finding(page)).toContainText("nodes");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});
