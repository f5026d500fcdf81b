// What the tests of the lesson share: its scenes, where its parts are, and the wait for an answer.
import { expect, type Locator, type Page } from "@playwright/test";
import { servers } from "./servers.ts";

/** The titles, in order. */
export const SCENES: readonly string[] = ["The scenario", "Pause and think", "Modulo hashing", "The ring", "Virtual nodes", "See the difference", "Try the router", "Keys in transit", "The incidents", "The challenge", "What to take home"];

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

/** What the run says to the question of the scene. */
export function found(page: Page): Locator {
  return page.getByTestId("found");
}

/** Waits until the run has answered, with its why and all figures. */
export async function isAnswered(page: Page): Promise<void> {
  await expect(found(page)).not.toHaveText("Computing the answer", { timeout: 30_000 });
  await expect(lesson(page).getByRole("heading", { name: "Why" })).toBeVisible();
  await expect(page.getByTestId("veiled")).toHaveCount(0);
}

/** The last scene has a row for every question, each with what its run found, also of scenes that were left. */
export async function summaryIsWhole(page: Page): Promise<void> {
  const rows = page.getByTestId("summary").getByRole("row");
  await expect(rows).toHaveCount(10);
  for (const row of (await rows.all()).slice(1)) await expect(row.getByRole("cell").last()).not.toHaveText("–");
}
