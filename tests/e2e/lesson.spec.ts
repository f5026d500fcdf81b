// The lesson from its first scene to its last by keyboard, what waits for an answer, links, German, the learner's own work, presenting.
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { found, isAnswered, lesson, scene, SCENES, summaryIsWhole, title } from "./lesson.ts";
import { complaints, flaws, headline, open, textField } from "./page.ts";
import { servers } from "./servers.ts";

/** Everything of the page that says a figure of the run: none of it may while an answer is waited for. */
async function figures(page: Page): Promise<string> {
  const parts = await page.locator("sl-results, .switcher, [data-testid=ring-caption], [data-testid=ring-name], sl-panel").allInnerTexts();
  const names = await page.locator(".strategy").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
  return [...parts, ...names].join(" ");
}

test("the whole lesson goes by keyboard, and every question is answered by its run", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  await open(page);
  await page.getByRole("button", { name: "Lesson" }).press("Enter");
  for (const [index, name] of SCENES.entries()) {
    await expect(title(page)).toHaveText(name);
    await expect(page).toHaveURL(/#lesson=sharding&scene=/u);
    const skip = lesson(page).getByRole("button", { name: "Let the run answer" });
    if ((await skip.count()) > 0) {
      await expect(page.getByTestId("veiled")).toHaveText("Your answer comes first");
      await skip.press("Enter");
      await isAnswered(page);
    }
    if (index === SCENES.length - 1) break;
    await title(page).focus();
    await page.keyboard.press("ArrowRight");
  }
  await summaryIsWhole(page);
  await title(page).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(title(page)).toHaveText("The challenge");
  expect(said).toEqual([]);
});

test("no figure of the run is on the page before the answer, and the prediction stays beside it after", async ({ page }) => {
  await scene(page, "see-the-difference");
  await expect(page.getByRole("radio", { name: /^ring/u })).toBeVisible();
  expect(await figures(page)).not.toMatch(/\d{3}/u);
  // Going on in time shows no more.
  await page.getByRole("button", { name: "Forward one step" }).click();
  await expect(page.locator(".stale-label")).toHaveText("Your answer comes first");
  expect(await figures(page)).not.toMatch(/\d{3}/u);
  await lesson(page).getByRole("spinbutton").fill("300");
  await lesson(page).getByRole("button", { name: "That is my answer" }).click();
  await expect(page.getByTestId("said")).toHaveText("300 keys");
  await expect(found(page)).toHaveText(/^246 of 1,000 keys moved, 24\.6 %\. You guessed too much\.$/u);
  await expect(page.locator("sl-mark")).toContainText("You said 300 keys");
  await expect(page.getByRole("radio", { name: "ring, 246 moved" })).toBeVisible();
  await expect(headline(page)).toContainText("246");
});

test("an answer that is missing is asked for, and nothing is shown for it", async ({ page }) => {
  await scene(page, "pause-and-think");
  const say = lesson(page).getByRole("button", { name: "That is my answer" });
  for (const wrong of ["", "101", "-1"]) {
    await lesson(page).getByRole("spinbutton").fill(wrong);
    await say.click();
    await expect(lesson(page).getByRole("alert")).toHaveText("Type a number from 0 to 100, or let the run answer.");
    await expect(page.getByTestId("veiled")).toBeVisible();
  }
  await lesson(page).getByRole("spinbutton").fill("75");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("said")).toHaveText("75 %");
  await expect(found(page)).toContainText("Close.");
});

test("a place on the ring is marked by pointer or keys, named with its node, and stays on the picture", async ({ page }) => {
  await scene(page, "the-ring");
  const mark = page.getByRole("slider", { name: "Your mark on the ring" });
  await expect(mark).toHaveAttribute("aria-valuetext", "nothing marked yet");
  await mark.focus();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowRight");
  await expect(mark).toHaveAttribute("aria-valuenow", "16");
  await expect(page.getByTestId("marked")).toHaveText(/^16°, now on Node [ABC]$/u);
  const box = await page.locator(".ring-stage").boundingBox();
  if (box === null) throw new Error("the ring has no box");
  await page.mouse.click(box.x + box.width * 0.9, box.y + box.height / 2);
  await expect(mark).toHaveAttribute("aria-valuenow", "90");
  await lesson(page).getByRole("button", { name: "That is my answer" }).click();
  await expect(page.getByTestId("said")).toHaveText("90°");
  await expect(found(page)).toContainText(/keys there (stay on Node [ABC]|go from Node [ABC] to Node D)/u);
  await expect(page.locator("sl-mark svg")).toBeVisible();
});

test("everything may be touched, and the scene comes back as it was", async ({ page }) => {
  await scene(page, "the-scenario");
  await page.getByRole("button", { name: "Scenario", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add a node" }).click();
  await page.keyboard.press("Escape");
  const back = lesson(page).getByRole("button", { name: "Back to the scene as it was" });
  await expect(back).toBeVisible();
  await expect(page).not.toHaveURL(/#lesson=/u);
  await back.click();
  await expect(back).toHaveCount(0);
  await expect(page).toHaveURL(/#lesson=sharding&scene=the-scenario$/u);
});

test("the learner's own work is there again when the lesson is closed, also after a reload within it", async ({ page }) => {
  test.slow();
  await open(page);
  await (await textField(page)).fill('title = "Mine"\nnodes = ["x", "y"]\n\n[[strategy]]\nkind = "modulo"\n');
  await expect(headline(page)).toContainText("x");
  await page.getByRole("button", { name: "Lesson" }).click();
  await page.getByRole("button", { name: "Scenario", exact: true }).click();
  await (await textField(page)).fill('title = "Tried"\nnodes = ["x"]\n\n[[strategy]]\nkind = "ring"\n');
  await page.getByRole("button", { name: "Close the scenario" }).click();
  await lesson(page).getByRole("button", { name: "Close the lesson" }).click();
  await (await textField(page)).has(/title = "Mine"/u);
  // What was changed in the lesson is one step back.
  await page.getByRole("button", { name: "Undo" }).click();
  await (await textField(page)).has(/title = "Tried"/u);
  await page.goto(`${servers.page.url}#lesson=sharding&scene=the-ring`);
  await page.reload();
  await expect(title(page)).toHaveText("The ring");
  await lesson(page).getByRole("button", { name: "Close the lesson" }).click();
  await (await textField(page)).has(/title = "Mine"/u);
});

test("answers are kept, and asked again when that is wanted", async ({ page }) => {
  await scene(page, "pause-and-think");
  await lesson(page).getByRole("spinbutton").fill("20");
  await lesson(page).getByRole("button", { name: "That is my answer" }).click();
  await expect(found(page)).toContainText("73.8 %");
  await page.reload();
  await expect(page.getByTestId("said")).toHaveText("20 %");
  await expect(found(page)).toContainText("73.8 %");
  await lesson(page).getByRole("button", { name: "Ask me again" }).click();
  await expect(page.getByTestId("veiled")).toBeVisible();
});

test("a link opens its scene at its step, the browser's back goes back, and what a link gets wrong is said", async ({ page }) => {
  await scene(page, "to-take-home", "&step=0");
  await expect(title(page)).toHaveText("What to take home");
  await expect(headline(page)).toContainText("has the most keys");
  await lesson(page).getByRole("button", { name: /^Back to The challenge/u }).click();
  await expect(title(page)).toHaveText("The challenge");
  await page.goBack();
  await expect(title(page)).toHaveText("What to take home");
  await page.goto(`${servers.page.url}#lesson=sharding&scene=the-rin`);
  await expect(page.getByText("names a scene that the lesson does not have")).toBeVisible();
  await expect(title(page)).toHaveText("The scenario");
});

test("golden links of scenes open for ever", async ({ page }) => {
  test.slow();
  const links = readFileSync("tests/golden_lessons.txt", "utf8").trimEnd().split("\n");
  const titles = [...SCENES, "What to take home", "Der Ring"];
  expect(links).toHaveLength(titles.length);
  for (const [index, link] of links.entries()) {
    await page.goto(servers.page.url + link);
    await expect(title(page)).toHaveText(titles[index] ?? "");
  }
});

test("a lesson that is not here is refused with words, and the page goes on", async ({ page }) => {
  const said = complaints(page);
  await page.goto(`${servers.page.url}#lesson=<img%20src=x>&scene=1`);
  await expect(page.getByRole("alert").filter({ hasText: "names a lesson that is not here (there is: sharding)" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  expect(said).toEqual([]);
});

test("scenes are chosen from their list", async ({ page }) => {
  await scene(page, "the-scenario");
  await lesson(page).getByRole("button", { name: "Scenes: 1 of 11" }).click();
  await lesson(page).getByRole("menuitemradio", { name: /5\. Virtual nodes/u }).click();
  await expect(title(page)).toHaveText("Virtual nodes");
});

test("a finger swipes on and back", async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await scene(page, "the-scenario");
  const swipe = (by: number): Promise<void> =>
    lesson(page).evaluate((element, far) => {
      const touch = (x: number): Touch => new Touch({ identifier: 1, target: element, clientX: x, clientY: 100 });
      element.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(200)], changedTouches: [touch(200)], bubbles: true }));
      element.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(200 + far)], bubbles: true }));
    }, by);
  await swipe(-120);
  await expect(title(page)).toHaveText("Pause and think");
  await swipe(120);
  await expect(title(page)).toHaveText("The scenario");
  await context.close();
});

test("German is a whole language: text, question, numbers, link", async ({ page }) => {
  await scene(page, "see-the-difference", "&lang=de");
  await expect(title(page)).toHaveText("Den Unterschied sehen");
  await expect(lesson(page)).toHaveAttribute("lang", "de");
  await expect(page.getByTestId("veiled")).toHaveText("Erst kommt Ihre Antwort");
  await lesson(page).getByRole("button", { name: "Den Lauf antworten lassen" }).click();
  await expect(found(page)).toHaveText(/^246 von 1\.000 Schlüsseln sind umgezogen, 24,6 %\.\s*$/u);
  await expect(page).toHaveURL(/&lang=de/u);
  await lesson(page).getByLabel("Sprache der Lektion").selectOption("en");
  await expect(title(page)).toHaveText("See the difference");
  await expect(found(page)).toContainText("246 of 1,000 keys moved");
  await expect(page).not.toHaveURL(/lang=/u);
  // The choice is kept.
  await scene(page, "the-ring");
  await expect(title(page)).toHaveText("The ring");
});

test("a reader of German is given German", async ({ browser }) => {
  const context = await browser.newContext({ locale: "de-AT" });
  const page = await context.newPage();
  await scene(page, "the-ring");
  await expect(title(page)).toHaveText("Der Ring");
  await context.close();
});

test("presenting: large, the speaker's keys, the code of the scene, and answers that are nobody's own", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  await scene(page, "the-scenario");
  await page.keyboard.press("p");
  const presenter = page.getByRole("region", { name: "Presenter" });
  await expect(presenter).toBeVisible();
  await expect(page.getByRole("banner")).toBeHidden();
  const size = await title(page).evaluate((element) => element.getBoundingClientRect().height);
  expect(size).toBeGreaterThan(40);
  await expect(page.getByTestId("short-address")).toHaveText(servers.page.url.replace("http://", "") + "#lesson=sharding&scene=the-scenario");
  await page.keyboard.press("PageDown");
  await expect(title(page)).toHaveText("Pause and think");
  await expect(page.getByTestId("short-address")).toContainText("scene=pause-and-think");
  await page.keyboard.press("ArrowRight");
  await expect(found(page)).toContainText("73.8 %");
  await page.keyboard.press("Space");
  await expect(title(page)).toHaveText("Modulo hashing");
  await page.keyboard.press("ArrowLeft");
  await expect(title(page)).toHaveText("Pause and think");
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: /The screen is blank/u })).toBeVisible();
  await page.keyboard.press("x");
  await expect(page.getByRole("button", { name: /The screen is blank/u })).toHaveCount(0);
  await page.keyboard.press("q");
  await expect(page.getByRole("dialog", { name: /^QR code/u })).toBeVisible();
  await page.keyboard.press("q");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
  await expect(presenter).toBeVisible();
  await page.keyboard.press("p");
  await expect(presenter).toBeHidden();
  // What the room was shown, this learner has not answered.
  await expect(page.getByTestId("veiled")).toBeVisible();
  expect(said).toEqual([]);
});

test("presenting shows the panel that a scene is about, once it may be seen", async ({ page }) => {
  await scene(page, "the-incidents");
  await page.keyboard.press("p");
  await expect(page.locator(".ring-stage")).toBeVisible();
  await expect(page.locator("sl-incident")).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("incident-headline")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator(".ring-stage")).toBeHidden();
  await page.keyboard.press("v");
  await expect(page.locator(".ring-stage")).toBeVisible();
});

test("presenting is for any scenario: its steps go by the same keys, and its code leads there", async ({ page }) => {
  await open(page);
  await page.keyboard.press("p");
  await expect(page.getByTestId("short-address")).toContainText("#preset=add-a-node");
  await page.keyboard.press("ArrowLeft");
  await expect(headline(page)).toContainText("has the most keys");
  await expect(page.getByTestId("short-address")).toContainText("step=0");
  await page.keyboard.press("ArrowRight");
  await expect(headline(page)).toContainText("246");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("banner")).toBeVisible();
});

test("keys of one letter can be switched off", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Present", exact: true }).click();
  await page.getByRole("button", { name: "Keys", exact: true }).click();
  await page.getByRole("checkbox", { name: "Keys of one letter do something" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("checkbox", { name: "Keys of one letter do something" })).toBeHidden();
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: /The screen is blank/u })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("p");
  await expect(page.getByRole("banner")).toBeVisible();
});

test("a lesson that does not arrive says so, and comes when asked again", async ({ page }) => {
  let blocked = true;
  await page.route(/assets\/lesson-.*\.js$/u, async (route) => {
    await (blocked ? route.abort() : route.continue());
  });
  await open(page, "#lesson=sharding&scene=the-ring");
  const notice = page.getByRole("alert").filter({ hasText: "The lesson could not be opened" });
  await expect(notice).toBeVisible();
  blocked = false;
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(title(page)).toHaveText("The ring");
});

test("without storage the lesson works, and keeps nothing", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => {
      throw new DOMException("denied", "SecurityError");
    } });
  });
  await scene(page, "pause-and-think");
  await lesson(page).getByRole("button", { name: "Let the run answer" }).click();
  await expect(found(page)).toContainText("73.8 %");
});

/** What axe finds after each of some ways to stand on the page. */
async function flawsAfter(page: Page, ...ways: readonly (() => Promise<void>)[]): Promise<string[]> {
  const all: string[] = [];
  for (const way of ways) {
    await way();
    all.push(...(await flaws(page)));
  }
  return all;
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    test(`axe finds nothing in the lesson in ${colorScheme} at ${String(width)}`, async ({ browser }) => {
      test.slow();
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      const found = await flawsAfter(
        page,
        () => scene(page, "the-ring"),
        async () => {
          await lesson(page).getByRole("button", { name: "Let the run answer" }).click();
          await expect(lesson(page).getByRole("heading", { name: "Why" })).toBeVisible();
        },
      );
      expect(found).toEqual([]);
      await context.close();
    });

    test(`axe finds nothing in the summary and when presenting in ${colorScheme} at ${String(width)}`, async ({ browser }) => {
      test.slow();
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      const found = await flawsAfter(
        page,
        () => scene(page, "to-take-home", "&lang=de"),
        async () => {
          await page.keyboard.press("p");
          await expect(page.getByTestId("short-address")).toBeVisible();
        },
      );
      expect(found).toEqual([]);
      await context.close();
    });
  }
}

for (const width of [320, 390, 768, 1280]) {
  test(`the lesson does not scroll sideways at ${String(width)} pixels`, async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    for (const id of ["pause-and-think", "the-ring", "to-take-home"]) {
      await scene(page, id);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    }
    await page.close();
  });
}
