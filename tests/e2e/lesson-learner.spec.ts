// What a new learner stumbled over in the lesson: each of it, so that nobody does again.
import { expect, test, type Locator } from "@playwright/test";
import { found, lesson, scene, title } from "./lesson.ts";
import { headline, textField } from "./page.ts";

test("the note that the scenario was changed stays in sight, and a reload keeps the scene and the change", async ({ page }) => {
  test.slow();
  await scene(page, "the-scenario");
  await page.getByRole("button", { name: "Scenario", exact: true }).click();
  await (await textField(page)).fill('title = "Tried"\nnodes = ["x", "y"]\n\n[[strategy]]\nkind = "modulo"\n');
  await page.getByRole("button", { name: "Close the scenario" }).click();
  const back = lesson(page).getByRole("button", { name: "Back to the scene as it was" });
  await expect(back).toBeInViewport();
  await expect(page).not.toHaveURL(/#lesson=/u);
  await page.reload();
  await expect(title(page)).toHaveText("The scenario");
  await expect(back).toBeInViewport();
  await expect(headline(page)).toContainText("y");
  await back.click();
  await expect(page).toHaveURL(/#lesson=sharding&scene=the-scenario$/u);
});

test("a slider that was not touched is not an answer, and a click where it stands is one", async ({ page }) => {
  await scene(page, "pause-and-think");
  const slider = lesson(page).getByRole("slider");
  await expect(slider).toHaveAttribute("aria-valuetext", "nothing chosen yet");
  await lesson(page).getByRole("button", { name: "That is my answer" }).click();
  await expect(lesson(page).getByRole("alert")).not.toBeEmpty();
  await expect(lesson(page).getByRole("button", { name: "Let the run answer" })).toBeInViewport();
  await slider.click();
  await expect(lesson(page).getByRole("spinbutton")).toHaveValue("50");
  await expect(slider).not.toHaveAttribute("aria-valuetext");
});

test("what waits for an answer cannot be played, and that says why", async ({ page }) => {
  await scene(page, "pause-and-think");
  await expect(page.getByRole("group", { name: "Timeline" }).getByRole("button", { name: "Your answer comes first" })).toBeDisabled();
  await lesson(page).getByRole("button", { name: "Let the run answer" }).click();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeEnabled();
});

test("the verdict stands where it is true, and not beside what contradicts it", async ({ page }) => {
  const answered = async (id: string): Promise<void> => {
    await scene(page, id);
    await lesson(page).getByRole("button", { name: "Let the run answer" }).click();
    await expect(found(page)).not.toHaveText("Computing the answer", { timeout: 30_000 });
  };
  await answered("see-the-difference");
  await expect(page.getByText("LOW IMPACT")).toBeVisible();
  await expect(page.locator(".mark-finding")).toHaveCount(0);
  for (const id of ["the-ring", "the-incidents"]) {
    await answered(id);
    // The ring says the same figures without it.
    await expect(page.locator(".mark-finding")).toContainText(/keys moved.*%.*perfect balance needs/u);
    await expect(page.getByText("LOW IMPACT")).toBeHidden();
  }
});

test("who goes to see a film sees it from the beginning", async ({ page }) => {
  await scene(page, "keys-in-transit");
  await lesson(page).getByRole("button", { name: "Let the run answer" }).click();
  await expect(found(page)).toContainText("keys lose their newest write", { timeout: 30_000 });
  const film = page.getByRole("group", { name: "Migration" });
  await film.getByRole("button", { name: "Pause" }).click();
  await expect(film.getByRole("button", { name: "Play" })).toBeVisible();
  await lesson(page).getByRole("button", { name: "See it in Migration" }).click();
  await expect(film.getByRole("button", { name: "Pause" })).toBeInViewport();
});

test("arrows belong to the ring once it was clicked", async ({ page }) => {
  await scene(page, "the-scenario");
  await page.locator(".ring-stage").click();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("ring-name")).toContainText(/is on Node [ABC]/u);
  await expect(title(page)).toHaveText("The scenario");
});

test("a sentence that was chosen does not cover the ring", async ({ page }) => {
  await scene(page, "modulo");
  await lesson(page).getByRole("radio").first().check();
  await lesson(page).getByRole("button", { name: "That is my answer" }).click();
  await expect(page.getByTestId("said")).toContainText("Fewer than half");
  await expect(page.locator(".mark-said")).toHaveCount(0);
});

test("a link out of the lesson says so and leads back, and the last scene closes it", async ({ page }) => {
  await scene(page, "the-challenge");
  await lesson(page).getByRole("button", { name: "Let the run answer" }).click();
  await lesson(page).getByRole("link", { name: "rendezvous or ring" }).click();
  const notice = page.getByRole("status").filter({ hasText: "You left the lesson at scene 10." });
  await expect(notice).toBeVisible();
  await expect(lesson(page)).toHaveCount(0);
  await notice.getByRole("button", { name: "Back to the lesson" }).click();
  await expect(title(page)).toHaveText("The challenge");
  await lesson(page).getByRole("button", { name: "Next: What to take home" }).click();
  await lesson(page).getByRole("button", { name: "Go on in the playground" }).click();
  await expect(lesson(page)).toHaveCount(0);
});

test("on a phone the ring stands above its question, and both are in sight when it is answered", async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await scene(page, "the-ring");
  const top = async (of: Locator): Promise<number> => (await of.boundingBox())?.y ?? NaN;
  expect(await top(title(page))).toBeLessThan(await top(page.locator(".ring-stage")));
  expect(await top(page.locator(".ring-stage"))).toBeLessThan(await top(page.locator("sl-question")));
  await lesson(page).getByRole("button", { name: "Let the run answer" }).click();
  await expect(page.locator(".ring-stage")).toBeInViewport({ ratio: 0.95 });
  await expect(found(page)).toBeInViewport();
  await context.close();
});
