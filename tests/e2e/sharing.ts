// What the tests of Share use: its dialog, its parts, its link.
import type { Locator, Page } from "@playwright/test";

export const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Share" });
export const linkField = (page: Page): Locator => page.getByLabel("Link", { exact: true });

/** Opens a part of Share. */
export async function share(page: Page, part: "By link" | "In a page" | "As files" = "By link"): Promise<void> {
  await page.getByRole("button", { name: "Share" }).click();
  await dialog(page).getByRole("tab", { name: part }).click();
}
