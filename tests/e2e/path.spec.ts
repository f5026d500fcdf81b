// The whole path of a learner, in one go: open, the lesson to its end, a change, Share, the link opened by somebody else, a figure in their
// notes, and the page again without a network. In Chromium and Firefox; its smoke in WebKit is webkit.spec.ts. docs/hosting.md says what
// each engine lacks for it.
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { servePages } from "./hosts.ts";
import { isAnswered, lesson, SCENES, summaryIsWhole, title } from "./lesson.ts";
import { addNode, hasNode, headline, kept, open, policed, pressInFrame, textField } from "./page.ts";
import { recipe } from "./recipes.ts";
import { Room } from "./room.ts";
import { servers } from "./servers.ts";
import { dialog, linkField, share } from "./sharing.ts";

/** What the learner says, by scene; elsewhere the run answers. */
const SAYS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "Pause and think": (page) => lesson(page).getByRole("spinbutton").fill("75"),
  "Modulo hashing": (page) => lesson(page).getByRole("radio").last().check(),
  "The ring": (page) => page.getByRole("slider", { name: "Your mark on the ring" }).press("PageUp"),
};
/** Scenes that ask nothing. */
const ASK_NOTHING = new Set(["The scenario", "What to take home"]);

/** Every page of a browser's window: errors, refused content, broken policy. */
async function complaintsIn(context: BrowserContext, said: string[]): Promise<void> {
  await policed(context);
  // Notes have no icon, which Firefox asks for by itself and their own policy refuses.
  const heard = (text: string): unknown => text.includes("/favicon.ico") || said.push(text);
  context.on("console", (message) => {
    if (message.type() === "error") heard(`${message.page()?.url() ?? ""}: ${message.text()}`);
  });
  context.on("weberror", (error) => heard(error.error().message));
}

/** Forward through every scene by the lesson's own buttons. */
async function goThroughLesson(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Lesson", exact: true }).click();
  for (const [index, name] of SCENES.entries()) {
    await expect(title(page)).toHaveText(name);
    await expect(lesson(page).getByRole("button", { name: `Scenes: ${String(index + 1)} of ${String(SCENES.length)}` })).toBeVisible();
    if (!ASK_NOTHING.has(name)) await answer(page, name);
    const following = SCENES[index + 1];
    if (following !== undefined) await lesson(page).getByRole("button", { name: `Next: ${following}` }).click();
  }
  await expect(lesson(page).getByRole("button", { name: "Go on in the playground" })).toBeEnabled();
}

async function answer(page: Page, name: string): Promise<void> {
  await expect(page.getByTestId("veiled")).toHaveText("Your answer comes first");
  await SAYS[name]?.(page);
  await lesson(page).getByRole("button", { name: name in SAYS ? "That is my answer" : "Let the run answer" }).click();
  await isAnswered(page);
  await expect(page.getByTestId("said")).toHaveCount(name in SAYS ? 1 : 0);
}

/** The link that Share shows, taken by its button. */
async function copyLink(page: Page): Promise<string> {
  await share(page);
  const link = await linkField(page).inputValue();
  await dialog(page).getByRole("button", { name: "Copy the link" }).click();
  await expect(dialog(page).getByRole("status")).toHaveText("Link copied.");
  return link;
}

/** What the clipboard truly holds: pasted by keys into a page of another site, since only Chromium lets a test read it. */
async function pasted(page: Page): Promise<string> {
  await page.goto(servers.host.url);
  await page.evaluate(() => {
    document.body.append(document.createElement("textarea"));
  });
  await page.getByRole("textbox").press("ControlOrMeta+v");
  return page.getByRole("textbox").inputValue();
}

/** The frame that Share gives. */
async function frameOf(page: Page): Promise<string> {
  await dialog(page).getByRole("tab", { name: "In a page" }).click();
  const frame = await dialog(page).getByLabel("As a frame").inputValue();
  await dialog(page).getByRole("button", { name: "Close" }).click();
  return frame;
}

test("a learner's whole path, from the first visit to a reload without a network", async ({ page, context, browser }) => {
  test.setTimeout(180_000);
  const said: string[] = [];
  const room = await new Room({ "/": "dist" }).open();
  await complaintsIn(context, said);
  await test.step("open", async () => {
    await open(page, "", room.url());
    await expect(headline(page)).toContainText("246");
  });
  await test.step("the lesson, to its end", async () => {
    await goThroughLesson(page);
    await summaryIsWhole(page);
    await expect(page.getByTestId("summary").getByRole("row", { name: /^Pause and think 75 %/u })).toBeVisible();
    await lesson(page).getByRole("button", { name: "Close the lesson" }).click();
  });
  await test.step("a change of one's own", () => addNode(page));
  const finding = await headline(page).innerText();
  const caption = await page.getByTestId("ring-caption").innerText();
  const text = await (await textField(page)).inputValue();
  const link = await test.step("share", () => copyLink(page));
  const frame = await frameOf(page);
  const reader = await browser.newContext();
  await complaintsIn(reader, said);
  const other = await reader.newPage();
  await test.step("somebody else opens the link", async () => {
    expect(await pasted(other)).toBe(link);
    await other.goto(link);
    await hasNode(other);
    await expect(headline(other)).toHaveText(finding);
    await (await textField(other)).has(text);
  });
  await test.step("a figure in their notes, under a policy, without an origin", async () => {
    expect(frame).toContain('sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"');
    const notes = await servePages(new Map([["index.html", recipe("page", room.url()).replace(/<shard-lab[^>]*><\/shard-lab>/u, () => frame)]]));
    await other.goto(notes.url);
    const figure = other.locator("iframe").contentFrame();
    await pressInFrame(figure.getByRole("button", { name: "Start", exact: true }));
    await expect(figure.getByTestId("ring-caption")).toHaveText(caption);
    const opened = reader.waitForEvent("page");
    await pressInFrame(figure.getByRole("link", { name: "Open in the playground" }));
    const playground = await opened;
    await hasNode(playground);
    await expect(headline(playground)).toHaveText(finding);
    expect(playground.url()).toBe(link);
    await notes.close();
  });
  await reader.close();
  await test.step("again, without a network", async () => {
    await kept(page, /^kept$/u);
    await room.close();
    await page.reload();
    await hasNode(page);
    await expect(headline(page)).toHaveText(finding);
    await page.getByRole("button", { name: "Lesson", exact: true }).click();
    await expect(title(page)).toHaveText(SCENES.at(-1) ?? "");
    await summaryIsWhole(page);
  });
  expect(said).toEqual([]);
});
