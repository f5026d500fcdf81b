// Figures in other people's pages: the recipes of docs/embedding.md as they stand, what a page with eight of them costs, what they share,
// and what the page around may say to them.
import { expect, test as base, type FrameLocator, type Page } from "@playwright/test";
import { marked } from "marked";
import { EMBED_VIEWS, type FigureState } from "../../www/src/host/contract.ts";
import { servePages, serveSite, total, type Host } from "./hosts.ts";
import { compiledBy } from "./compiled.ts";
import { complaints, flaws, headline, keptStatus, policed } from "./page.ts";
import { page as around, recipe, RECIPES, VIEWS_TOLD } from "./recipes.ts";

/** Of a page with eight figures, before one of them is started; gzip. */
const BEFORE_START = 60_000;
/** So long a frame takes in the middle while the page with eight figures is scrolled: two of a screen's own. The slowest ones are printed
 * and not judged, since on a shared machine they are its other work. */
const FRAME_MS = 34;

/** So long a simulation may take on a machine that does other things too. */
const SIMULATED_MS = 45_000;

/** What the page can be asked for. */
interface Figure extends HTMLElement {
  readonly started: boolean;
  start(): void;
  go(step: number): void;
  play(): void;
  pause(): void;
  load(text: string): void;
  state(): Promise<FigureState>;
}

/** A page of another site with what `make` puts there. */
type Visit = (make: (site: string) => string | ReadonlyMap<string, string>) => Promise<Host>;

const test = base.extend<{ site: Host; visit: Visit }>({
  site: async ({}, use) => {
    const site = await serveSite();
    await use(site);
    await site.close();
  },
  visit: async ({ page, site }, use) => {
    const hosts: Host[] = [];
    await use(async (make) => {
      const made = make(site.url);
      const host = await servePages(typeof made === "string" ? new Map([["index.html", made]]) : made);
      hosts.push(host);
      await page.goto(host.url);
      return host;
    });
    await Promise.all(hosts.map((host) => host.close()));
  },
});

/** Every breach of a policy, in every frame, becomes an error of the console; every compilation a line of what it gives. */
async function watch(page: Page): Promise<string[]> {
  await policed(page);
  return compiledBy(page);
}

const figure = (page: Page, at = 0): FrameLocator => page.locator("shard-lab").nth(at).locator("iframe").contentFrame();
const startOf = (page: Page, at = 0) => page.locator("shard-lab").nth(at).getByRole("button", { name: /^Start/u });

/** Starts a figure; one above it may take its height just then and move the button away. */
async function begin(page: Page, at = 0): Promise<void> {
  await expect(async () => {
    if (await startOf(page, at).isVisible()) await startOf(page, at).click({ timeout: 2000 });
    await expect(page.locator("shard-lab").nth(at).locator("iframe")).toHaveCount(1, { timeout: 500 });
  }).toPass();
}

async function stateOf(page: Page, at = 0): Promise<FigureState> {
  return page.locator("shard-lab").nth(at).evaluate((one) => (one as Figure).state());
}

/** What eight figures of one page show, and what is to be seen then. */
const EIGHT: readonly (readonly [string, string, RegExp])[] = [
  ["add-a-node", "ring", /Node D took 246 keys/u],
  ["add-a-node", "compare", /746/u],
  ["weights", "load", /keys/u],
  ["remove-a-node", "picture", /Node/u],
  ["modulo-to-ring", "results", /changed their node/u],
  ["keys-in-transit", "migration", /of 4|arrived|moved/u],
  ["incident", "incident", /%/u],
  ["add-a-node", "router", /user_123/u],
];

const PROSE = `<p>${"Most keys stay where they are. ".repeat(60)}</p>\n`;

/** The whole page of the recipe, with eight figures in the place of one. */
function eightElements(site: string): string {
  const made = EIGHT.map(([preset, view], at) => `<shard-lab preset="${preset}" view="${view}" label="Figure ${String(at + 1)}"></shard-lab>\n${PROSE}`).join("");
  return recipe("page", site).replace(/<shard-lab[^>]*><\/shard-lab>/u, made);
}

test("every recipe of the document is tried here, and every view is told there", () => {
  expect(VIEWS_TOLD).toEqual(EMBED_VIEWS);
  expect(VIEWS.map(([view]) => view)).toEqual(EMBED_VIEWS);
  // Those of books are tried by recipes.spec.ts.
  const books = ["book-script", "book-figure", "book.toml", "_config.yml", "docusaurus.config.js"];
  expect(RECIPES).toEqual(["page", "text", "script", "notes.js", "frame", "markdown", "link", ...books]);
});

test("the page of the recipe holds its policy, before Start and after it", async ({ page, site, visit }) => {
  const said = complaints(page);
  await watch(page);
  await visit((url) => recipe("page", url));
  await expect(startOf(page)).toBeVisible();
  await expect(page.locator("shard-lab")).toContainText("Keys on a ring of servers");
  expect([...site.sent.keys()]).toEqual(["shard-lab.js"]);
  expect(await flaws(page)).toEqual([]);
  await startOf(page).click();
  await expect(figure(page).getByTestId("ring-caption")).toContainText("246");
  await expect(page.locator("shard-lab iframe")).toHaveAttribute("title", "Keys on a ring of servers before and after a fourth one joins");
  // The figure's height is the frame's: nothing in it is scrolled.
  await expect.poll(async () => figure(page).locator("html").evaluate((root) => root.scrollHeight - root.clientHeight)).toBeLessThanOrEqual(2);
  expect(await flaws(page)).toEqual([]);
  expect(said).toEqual([]);
});

test("a text within is the scenario, and what stands beside it is the fallback and the poster", async ({ page, visit }) => {
  const said = complaints(page);
  const script = (url: string): string => `<script defer src="${url}shard-lab.js"></script>\n`;
  await visit((url) => around(script(url) + recipe("text", url)));
  await expect(page.getByRole("link", { name: "look at one like it" })).toBeVisible();
  await startOf(page).click();
  await expect(figure(page).getByTestId("compare")).toContainText("modulo");
  const { title, steps, link } = await stateOf(page);
  expect([title, steps]).toEqual(["Six servers", 1]);
  expect(link).toMatch(/^#v1\.[\w-]+/u);
  expect(said).toEqual([]);
  // A host that strips scripts.
  await visit((url) => around(recipe("text", url).replace(/<script[\s\S]*<\/script>/u, "")));
  await expect(page.getByRole("link", { name: "look at one like it" })).toBeVisible();
});

test("a text within may have any letters and 48,000 bytes; a longer one is told, with its size", async ({ page, visit }) => {
  const scenario = (bytes: number): string => {
    const text = '\ntitle = "Größe ↻ 😀"\nnodes = ["é", "b"]\n[[strategy]]\nkind = "ring"\n';
    return `${text}# ${"x".repeat(bytes - Buffer.byteLength(text) - 3)}\n`;
  };
  const within = (bytes: number): string => `<shard-lab><script type="text/toml">${scenario(bytes)}</script></shard-lab>`;
  await visit((url) => around(`<script defer src="${url}shard-lab.js"></script>${within(48_000)}${within(48_001)}`));
  await startOf(page, 0).click();
  await expect.poll(async () => (await stateOf(page, 0)).title).toBe("Größe ↻ 😀");
  const alert = page.locator("shard-lab").nth(1).getByRole("alert");
  // The one above it takes its height just then.
  await expect(async () => {
    if (await startOf(page, 1).isVisible()) await startOf(page, 1).click({ timeout: 2000 });
    await expect(alert).toContainText("48,001 bytes", { timeout: 500 });
  }).toPass();
});

test("the page around steps the figure and hears of it", async ({ page, visit }) => {
  const said = complaints(page);
  await visit((url) => new Map([["index.html", around(recipe("script", url))], ["notes.js", recipe("notes.js", url)]]));
  await startOf(page).click();
  await expect(page.locator("#where")).toHaveText(/^step 0 of \d$/u);
  await page.getByRole("button", { name: "What happens then?" }).click();
  await expect(page.locator("#where")).toHaveText(/^step 1 of \d$/u);
  expect((await stateOf(page)).step).toBe(1);
  expect(said).toEqual([]);
});

test("a sandboxed frame of another site works as it is pasted", async ({ page, visit }) => {
  const said = complaints(page);
  await watch(page);
  await visit((url) => around(recipe("frame", url)));
  const frame = page.locator("iframe").contentFrame();
  await frame.getByRole("button", { name: "Start", exact: true }).click();
  await expect(frame.getByTestId("ring-caption")).toContainText("246");
  expect(said).toEqual([]);
});

test("in Markdown the element, its text with empty lines, and the link come through a renderer", async ({ page, site, visit }) => {
  const said = complaints(page);
  await visit((url) => around(marked.parse(`${recipe("markdown", url)}\n\n${recipe("link", url)}\n`, { async: false })));
  await expect(page.locator("shard-lab")).toHaveCount(2);
  await expect(page.locator("em")).toHaveText("that");
  await startOf(page, 0).click();
  await expect(figure(page, 0).getByTestId("headline")).toContainText("246");
  await begin(page, 1);
  await expect(figure(page, 1).locator("sl-load")).toContainText("keys", { timeout: 20_000 });
  expect((await stateOf(page, 1)).title).toBe("Modulo");
  expect(await page.getByRole("link", { name: "A fourth server joins: look at it live" }).getAttribute("href")).toBe(`${site.url}#preset=add-a-node&step=1`);
  expect(said).toEqual([]);
});

test("eight figures load next to nothing before Start, share one compiled program, and break no policy", async ({ page, site, visit }) => {
  test.setTimeout(180_000);
  const said = complaints(page);
  const compiled = await watch(page);
  await visit(eightElements);
  await expect(startOf(page, 7)).toBeAttached();
  expect([...site.sent]).toEqual([["shard-lab.js", { times: 1, bytes: total(site.sent) }]]);
  console.log(`eight elements before Start: ${String(total(site.sent))} bytes`);
  expect(total(site.sent)).toBeLessThan(BEFORE_START / 10);
  for (const [at, [, , seen]] of EIGHT.entries()) {
    await begin(page, at);
    await expect(figure(page, at).locator("main")).toContainText(seen, { timeout: SIMULATED_MS });
  }
  const programs = [...site.sent].filter(([file]) => file.endsWith(".wasm"));
  console.log(`eight figures: ${compiled.join(", ")}; sent ${programs.map(([file, { times }]) => `${file} ${String(times)}`).join(", ")}`);
  expect(programs.map(([, { times }]) => times)).toEqual([1, 1]);
  expect(compiled).toHaveLength(programs.length);
  expect(new Set(compiled).size).toBe(programs.length);
  // Every file once: the browser has it for the other seven.
  expect([...site.sent].filter(([file, { times }]) => times > 1 && file !== "index.html")).toEqual([]);
  expect(said).toEqual([]);
});

for (const [what, sandbox, programs] of [["with an origin, which share the program", "allow-scripts allow-same-origin", 1], ["without one, which compile each for itself", "allow-scripts", 2]] as const) {
  test(`eight frames without the element load little before Start: frames ${what}`, async ({ page, site, visit }) => {
    const said = complaints(page);
    const compiled = await watch(page);
    await visit((url) => around(EIGHT.map(([preset, view]) => `<iframe src="${url}embed.html#preset=${preset}&view=${view}" title="figure" width="600" height="300" sandbox="${sandbox}"></iframe>${PROSE}`).join("")));
    const start = (at: number) => page.locator("iframe").nth(at).contentFrame().getByRole("button", { name: "Start", exact: true });
    for (const at of EIGHT.keys()) await expect(start(at)).toBeVisible();
    console.log(`eight frames before Start: ${String(total(site.sent))} bytes, ${[...site.sent].map(([file, { times }]) => `${file} ${String(times)}`).join(", ")}`);
    expect(total(site.sent)).toBeLessThan(BEFORE_START);
    for (const at of [0, 2]) {
      await page.locator("iframe").nth(at).scrollIntoViewIfNeeded();
      // Chromium gives no click to a frame that was out of sight until it has drawn it.
      await start(at).evaluate(() => new Promise(requestAnimationFrame));
      await start(at).click();
      await expect(page.locator("iframe").nth(at).contentFrame().locator("main.embed")).toContainText("Node");
    }
    expect(compiled).toHaveLength(programs);
    expect(said).toEqual([]);
  });
}

for (const [how, sandbox] of [["with an origin", "allow-scripts allow-same-origin"], ["sandboxed", "allow-scripts"]] as const) {
  test(`one figure of a page moves at a time: frames ${how}`, async ({ page, visit }) => {
    test.setTimeout(120_000);
    await visit((url) => around([0, 1].map(() => `<iframe src="${url}#preset=incident&view=incident&embed=1&start=1" title="figure" width="600" height="300" sandbox="${sandbox}"></iframe>`).join("")));
    const play = (at: number) => page.locator("iframe").nth(at).contentFrame().getByRole("button", { name: "Play" });
    const pause = (at: number) => page.locator("iframe").nth(at).contentFrame().getByRole("button", { name: "Pause" });
    // An incident plays as soon as it is there.
    for (const at of [0, 1]) await expect(play(at).or(pause(at))).toBeVisible({ timeout: SIMULATED_MS });
    for (const [moves, rests] of [[0, 1], [1, 0], [0, 1]] as const) {
      if (await play(moves).isVisible()) await play(moves).click();
      await expect(pause(moves)).toBeVisible();
      await expect(play(rests)).toBeVisible();
    }
  });
}

test("one figure of a page moves at a time: elements", async ({ page, visit }) => {
  test.setTimeout(120_000);
  await visit((url) => around(`<script defer src="${url}shard-lab.js"></script>${"<shard-lab preset=\"incident\" view=\"incident\" height=\"300\"></shard-lab>".repeat(2)}`));
  for (const at of [0, 1]) {
    await begin(page, at);
    await expect(figure(page, at).getByRole("button", { name: /^(?:Play|Pause)$/u })).toBeEnabled({ timeout: SIMULATED_MS });
  }
  for (const [moves, rests] of [[0, 1], [1, 0]] as const) {
    await page.locator("shard-lab").nth(moves).evaluate((one) => {
      (one as Figure).play();
    });
    await expect.poll(async () => (await stateOf(page, moves)).playing).toBe(true);
    await expect.poll(async () => (await stateOf(page, rests)).playing).toBe(false);
  }
});

test("a page with eight running figures scrolls smoothly", async ({ page, visit }) => {
  test.setTimeout(180_000);
  await visit(eightElements);
  for (const [at, [, , seen]] of EIGHT.entries()) {
    await begin(page, at);
    await expect(figure(page, at).locator("main")).toContainText(seen, { timeout: SIMULATED_MS });
  }
  const frames = await page.evaluate(async () => {
    const STEP_PX = 40;
    const times: number[] = [];
    scrollTo(0, 0);
    await new Promise(requestAnimationFrame);
    let before = performance.now();
    while (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
      scrollBy(0, STEP_PX);
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    return times.sort((a, b) => a - b);
  });
  const at = (share: number): number => frames[Math.floor(frames.length * share)] ?? 0;
  console.log(`scrolled in ${String(frames.length)} frames: median ${at(0.5).toFixed(1)} ms, 95 % within ${at(0.95).toFixed(1)} ms, longest ${(frames.at(-1) ?? 0).toFixed(1)} ms`);
  expect(frames.length).toBeGreaterThan(100);
  expect(at(0.5)).toBeLessThan(FRAME_MS);
});

/** Every view, and what is to be seen in it. */
const VIEWS: readonly (readonly [string, string, RegExp])[] = [
  ["ring", "add-a-node", /Node D took 246 keys/u],
  ["picture", "add-a-node", /Node D took 246 keys/u],
  ["results", "add-a-node", /LOW IMPACT/u],
  ["load", "hot-key", /requests/u],
  ["compare", "add-a-node", /746/u],
  ["router", "add-a-node", /user_123/u],
  ["sweep", "headroom-half", /./u],
  ["migration", "keys-in-transit", /Requests|requests/u],
  ["incident", "incident", /%/u],
  ["challenge", "add-a-node", /assign/u],
  ["scale", "a-billion-records", /1,000,000,000|billion/u],
];

for (const [view, preset, seen] of VIEWS) {
  test(`the view ${view} works in a sandboxed frame and leads to the playground`, async ({ page, visit }) => {
    const said = complaints(page);
    await visit((url) => around(`<iframe src="${url}#preset=${preset}&step=1&view=${view}&embed=1&start=1" title="figure" width="900" height="700" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>`));
    const frame = page.locator("iframe").contentFrame();
    await expect(frame.locator("main.embed")).toContainText(seen, { timeout: SIMULATED_MS });
    await expect(frame.getByRole("alert").filter({ hasText: "must be one of" })).toHaveCount(0);
    if (view === "picture") await expect(frame.getByRole("button")).toHaveCount(0);
    const opened = page.context().waitForEvent("page");
    await frame.getByRole("link", { name: "Open in the playground" }).click();
    const playground = await opened;
    await expect(playground.getByRole("button", { name: "Share" })).toBeVisible();
    expect(playground.url()).toContain(`#preset=${preset}`);
    expect(said).toEqual([]);
  });
}

test("the playground opens where the figure stands", async ({ page, visit }) => {
  await visit((url) => around(`<script defer src="${url}shard-lab.js"></script><shard-lab preset="remove-a-node" step="1"></shard-lab>`));
  await startOf(page).click();
  await figure(page).getByRole("button", { name: "Forward one step" }).click();
  await expect.poll(async () => (await stateOf(page)).step).toBe(2);
  const opened = page.context().waitForEvent("page");
  await figure(page).getByRole("link", { name: "Open in the playground" }).click();
  const playground = await opened;
  await expect(playground.locator('.place[aria-current="step"]')).toHaveCount(1);
  expect(playground.url()).toMatch(/#preset=remove-a-node&step=2/u);
});

test("out of a frame whose sandbox it inherits, the playground has the figures and says that it keeps nothing", async ({ page, context, visit }) => {
  const said: string[] = [];
  context.on("weberror", (error) => said.push(error.error().message));
  await visit((url) => around(`<iframe src="${url}#preset=add-a-node&view=ring&embed=1&start=1" title="figure" width="600" height="640" sandbox="allow-scripts allow-popups"></iframe>`));
  const opened = context.waitForEvent("page");
  await page.locator("iframe").contentFrame().getByRole("link", { name: "Open in the playground" }).click();
  const playground = await opened;
  await expect(headline(playground)).toContainText("246");
  expect(await playground.evaluate(() => self.origin)).toBe("null");
  await expect(keptStatus(playground)).toHaveText("This browser keeps nothing for use without a network");
  expect(said).toEqual([]);
});

test("nothing outside the closed set is heard", async ({ page, visit }) => {
  const said = complaints(page);
  await visit((url) => around(`<iframe src="${url}#preset=add-a-node&step=1&view=ring&embed=1&start=1" title="figure" width="600" height="640" sandbox="allow-scripts"></iframe>`));
  const frame = page.locator("iframe").contentFrame();
  await expect(frame.getByTestId("ring-caption")).toContainText("246");
  const answer = await page.evaluate(async () => {
    const target = document.querySelector("iframe")?.contentWindow;
    const junk: unknown[] = [
      null, 7, "run", [], ["load"], {}, { type: 5 }, { type: "eval", code: "self.hit = 1" }, { type: "__proto__" }, { type: "constructor", text: "x" },
      { type: "load" }, { type: "load", text: 5 }, { type: "load", text: "x".repeat(300_000) }, { type: "load", text: ["nodes = 1"] },
      { type: "step", step: "0" }, { type: "step", step: NaN }, { type: "step", step: -1 }, { type: "step", step: 1e9 }, { type: "step", step: 0.5 },
      { type: "theme", theme: "red;background:url(//evil.example)" }, { type: "theme", theme: { toString: "dark" } },
      { type: "shardlab:shardlab:run" }, { type: "height", height: 1 }, { type: "state ", state: 1 },
    ];
    for (const message of junk) target?.postMessage(message, "*");
    return new Promise<unknown>((resolve) => {
      addEventListener("message", ({ data }: MessageEvent<{ link?: string }>) => {
        if (typeof data.link === "string") resolve(data);
      });
      target?.postMessage({ type: "state" }, "*");
    });
  });
  expect(answer).toEqual({ type: "shardlab:state", core: "ready", run: "idle", title: "Add a fourth server", step: 1, steps: 1, playing: false, link: "#preset=add-a-node" });
  await expect(frame.locator("html")).not.toHaveAttribute("data-theme", /./u);
  await page.evaluate(() => {
    document.querySelector("iframe")?.contentWindow?.postMessage({ type: "theme", theme: "dark" }, "*");
  });
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(said).toEqual([]);
});

test("a learner's code leaves the frame only where it is asked for, and what a page puts in waits for Run", async ({ page, visit }) => {
  const code = 'nodes = ["a", "b"]\n[[strategy]]\nkind = "script"\nsource = "def assign(key, nodes):\\n    return nodes[0]\\n"\n';
  await visit((url) => around(`<script defer src="${url}shard-lab.js"></script><shard-lab preset="add-a-node"></shard-lab>`));
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    addEventListener("message", ({ data }: MessageEvent<unknown>) => heard.push(JSON.stringify(data)));
  });
  await startOf(page).click();
  await expect(figure(page).getByTestId("ring-caption")).toContainText("246");
  await page.locator("shard-lab").evaluate((one, text) => {
    (one as Figure).load(text);
  }, code);
  await expect(figure(page).getByText("nothing of it runs until you press Run")).toBeVisible();
  await page.locator("shard-lab").evaluate((one) => {
    (one as Figure).play();
  });
  await expect(figure(page).getByText("nothing of it runs until you press Run")).toBeVisible();
  const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  expect((await heard()).filter((message) => /assign|#v1|link/u.test(message))).toEqual([]);
  expect((await stateOf(page)).link).toMatch(/^#v1\./u);
});

for (const [what, attributes, words] of [
  ["nothing that says which scenario", "", "it names no scenario"],
  ["two scenarios", 'preset="weights" scenario="#preset=weights"', "must name one scenario"],
  ["an unknown view", 'preset="weights" view="rign"', 'its view is "rign", must be one of ring, picture'],
  ["a step that is none", 'preset="weights" step="-1"', "must be a whole number"],
  ["a theme that is none", 'preset="weights" theme="red;}"', "must be light, dark or system"],
  ["a height that is none", 'preset="weights" height="100vh"', "must be a number of pixels"],
  ["a site that is none", 'preset="weights" site="javascript:alert(1)"', "must be an address"],
  ["a scenario that is none", 'scenario="https://evil.example/<img>"', "must be what stands behind #"],
] as const) {
  test(`a figure with ${what} says so in its place`, async ({ page, visit }) => {
    const said = complaints(page);
    await visit((url) => around(`<script defer src="${url}shard-lab.js"></script><shard-lab ${attributes}></shard-lab>`));
    const start = startOf(page);
    const alert = page.locator("shard-lab").getByRole("alert");
    await expect(start.or(alert)).toBeVisible();
    if (await start.isVisible()) await start.click();
    await expect(alert).toContainText(words);
    await expect(page.locator("iframe")).toHaveCount(0);
    expect(said).toEqual([]);
  });
}

test("a preset that does not exist is told in the figure, and nothing is run in its place", async ({ page, visit }) => {
  await visit((url) => around(`<script defer src="${url}shard-lab.js"></script><shard-lab preset="wights"></shard-lab>`));
  await startOf(page).click();
  await expect(figure(page).getByRole("alert").filter({ hasText: "did you mean weights?" })).toBeVisible();
  await expect(figure(page).locator("canvas")).toHaveCount(0);
});
