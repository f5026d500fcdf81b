// What the tests of the page share: opening it, waiting for figures, and reading what people read.
import AxeBuilder from "@axe-core/playwright";
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import { servers } from "./servers.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Opens the page and waits until the figures of a run stand on it. */
export async function open(page: Page, address = "", url: string = servers.page.url): Promise<void> {
  await page.goto(url + address);
  await expect(page.getByRole("radio").first()).toBeVisible();
}

/** Waits until the whole core has taken the place of the first one. */
export async function whole(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-core", "whole");
}

/** Collects every complaint of the browser: errors, refused content, broken policy. */
export function complaints(page: Page): string[] {
  const all: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") all.push(message.text());
  });
  page.on("pageerror", (error) => all.push(error.message));
  return all;
}

/** The sentence of the results. */
export function headline(page: Page | FrameLocator): Locator {
  return page.getByTestId("headline");
}

/** A row of the comparison as the texts of its cells. */
export async function row(page: Page, strategy: string): Promise<string[]> {
  const found = page.getByTestId("compare").locator("tbody tr").filter({ has: page.getByRole("rowheader").getByText(strategy, { exact: true }) });
  return (await found.locator("th,td").allInnerTexts()).map((text) => text.replace(/\s+/gu, " ").trim());
}

/** Shows the scenario as text and gives the field. */
export async function textField(page: Page): Promise<Locator> {
  await page.getByRole("radio", { name: "Text" }).or(page.getByRole("tab", { name: "Text" })).or(page.getByRole("button", { name: "Text", exact: true })).first().click();
  return page.getByRole("textbox", { name: "The scenario as text (TOML)" });
}

/** What axe finds on the page as it stands. */
export async function flaws(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ").slice(0, 300)}`);
}
