// The smoke of the whole path in the third engine, by plain WebDriver: `cargo xtask webkit`. The same way as path.spec.ts, as far as the
// driver goes: it hears of no console and no breach of a policy, and somebody else is another window of the same session. docs/hosting.md.
import { expect, test } from "@playwright/test";
import { Driver } from "./driver.ts";
import { servePages } from "./hosts.ts";
import { SCENES } from "./lesson.ts";
import { recipe } from "./recipes.ts";
import { releaseFor, Room } from "./room.ts";
import { servers } from "./servers.ts";

const program = process.env["SHARDLAB_WEBKIT_DRIVER"] ?? "WebKitWebDriver";

const HEADLINE = '[data-testid="headline"]';
const CAPTION = '[data-testid="ring-caption"]';
const STATUS = "sl-share p[role=status]";
const CONTROL = "\uE009";

/** Forward through every scene by the lesson's own buttons: a number is said, elsewhere the run answers. */
async function goThroughLesson(driver: Driver): Promise<void> {
  await driver.pressNamed("Lesson");
  for (const [index, name] of SCENES.entries()) {
    await driver.has("#scene-title", new RegExp(`^${name}$`, "u"));
    await driver.has(".lesson-where", `${String(index + 1)} of ${String(SCENES.length)}`);
    if (index > 0 && index < SCENES.length - 1) await answer(driver, name);
    const following = SCENES[index + 1];
    if (following !== undefined) await driver.pressNamed(`Next: ${following}`);
  }
}

async function answer(driver: Driver, name: string): Promise<void> {
  await driver.has('[data-testid="veiled"]', /^Your answer comes first$/u);
  const says = name === "Pause and think";
  if (says) await driver.type("sl-question input[type=number]", "75");
  await driver.pressNamed(says ? "That is my answer" : "Let the run answer");
  await driver.has('[data-testid="found"]', /^(?!Computing)./u);
  await driver.has(".why-answer h3", /^Why$/u);
}

/** Every question has a row, with what its run found. */
async function summaryIsWhole(driver: Driver): Promise<void> {
  const found = () => driver.run<string[]>("return [...document.querySelectorAll('[data-testid=summary] tbody td:last-child')].map((cell) => cell.textContent.trim())");
  await expect.poll(async () => (await found()).filter((text) => text !== "–").length).toBe(SCENES.length - 2);
}

/** The link and the frame of Share; copying tells the truth: what it says was copied can be pasted elsewhere. */
async function shared(driver: Driver): Promise<{ link: string; frame: string }> {
  await driver.pressNamed("Share");
  await driver.has("sl-share-link", /characters/u);
  const link = await driver.value("#share-link");
  await driver.pressNamed("In a page");
  await driver.has("sl-share-page", /As a frame/u);
  const frame = await driver.value("#share-frame");
  await driver.pressNamed("By link");
  await driver.pressNamed("Copy the link");
  await driver.has(STATUS, /^Link copied\.$/u);
  return { link, frame };
}

async function pasted(driver: Driver): Promise<string> {
  await driver.go(servers.host.url);
  await driver.run("document.body.append(document.createElement('textarea'))");
  await driver.press("textarea");
  await driver.type("textarea", `${CONTROL}v`);
  return driver.value("textarea");
}

/** The notes of another site under the recipe's policy, with the frame that Share gives; from it to the playground. */
async function embedded(driver: Driver, site: string, frame: string, told: { link: string; finding: string; caption: string }): Promise<void> {
  const notes = await servePages(new Map([["index.html", recipe("page", site).replace(/<shard-lab[^>]*><\/shard-lab>/u, () => frame)]]));
  await driver.go(notes.url);
  await driver.enter("iframe");
  await driver.has("button.primary", /Start/u);
  await driver.press("button.primary");
  await is(driver, CAPTION, told.caption);
  await test.info().attach("frame", { body: await driver.picture(), contentType: "image/png" });
  await driver.enterOpened(() => driver.pressNamed("Open in the playground"));
  await is(driver, HEADLINE, told.finding);
  expect(await driver.run<string>("return location.href")).toBe(told.link);
  await notes.close();
}

async function is(driver: Driver, selector: string, text: string): Promise<void> {
  await expect.poll(() => driver.text(selector), { timeout: 30_000 }).toBe(text);
}

test("WebKit: open, the lesson to its end, change, share, reopen, embed, and again without a network", async () => {
  test.setTimeout(240_000);
  const room = await new Room({ "/": "dist" }).open();
  // In a sandboxed frame 'self' matches nothing here: the site must be built for its origin.
  room.sites["/"] = releaseFor(room.url("").replace(/\/$/u, ""));
  const driver = await Driver.open(program, servers.host.port + 1);
  try {
    await driver.go(room.url());
    await driver.has(HEADLINE, /246/u);
    console.log(await driver.run<string>("return navigator.userAgent"));
    await goThroughLesson(driver);
    await summaryIsWhole(driver);
    await driver.pressNamed("Close the lesson");
    await driver.has(HEADLINE, /246/u);
    await driver.pressNamed("Add a node");
    await driver.has(HEADLINE, /Node E/u);
    const [finding, caption] = [await driver.text(HEADLINE), await driver.text(CAPTION)];
    const { link, frame } = await shared(driver);
    expect(link).toMatch(/#v1\./u);
    // A driven session is a private one: what is kept in it is gone when the last page of the site is.
    const first = await driver.window();
    await driver.another();
    expect(await pasted(driver)).toBe(link);
    await driver.go(link);
    await is(driver, HEADLINE, finding);
    await embedded(driver, room.url(), frame, { link, finding, caption });
    await driver.turnTo(first);
    await driver.has('[data-kept="kept"]', /without a network/u);
    console.log(`footer: ${await driver.text("footer")}`);
    await room.close();
    await driver.reload();
    await is(driver, HEADLINE, finding);
    await driver.pressNamed("Lesson");
    await driver.has("#scene-title", /^What to take home$/u);
    await summaryIsWhole(driver);
  } finally {
    await driver.close();
    await room.close();
  }
});
