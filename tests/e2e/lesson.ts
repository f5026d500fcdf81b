// What the tests of the lesson share: opening a scene, and its parts.
import { expect, type Locator, type Page } from "@playwright/test";
import { servers } from "./servers.ts";

export function lesson(page: Page): Locator {
  return page.locator("sl-lesson");
}

export function title(page: Page): Locator {
  return lesson(page).locator("#scene-title");
}

/** Opens a scene by its link. */
export async function scene(page: Page, id: string, more = ""): Promise<void> {
  await page.goto(`${servers.page.url}#lesson=sharding&scene=${id}${more}`);
  await expect(title(page)).toBeVisible();
  await expect(page.locator(".ring-canvas")).toBeVisible();
}

export function found(page: Page): Locator {
  return page.getByTestId("found");
}
