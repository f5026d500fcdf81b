// The recipes of docs/embedding.md in books that other tools built from them: `cargo xtask recipes`.
import path from "node:path";
import { expect, test as base, type FrameLocator, type Page } from "@playwright/test";
import { serveBuilt, serveSite, type Host } from "./hosts.ts";
import { placed } from "./recipes.ts";

const BOOKS = path.resolve(process.env["SHARDLAB_RECIPES"] ?? "target/recipes/books");
/** Books are seldom at the top of their host. */
const PREFIX = "course/";
const FIGURES_MS = 30_000;

/** A tool, and the addresses that it gives to the chapters. */
const TOOLS = [
  { tool: "mdbook", notes: "notes.html", deeper: "part/deeper.html", plain: "plain.html" },
  { tool: "jupyter-book", notes: "notes.html", deeper: "part/deeper.html", plain: "plain.html" },
  { tool: "docusaurus", notes: "notes/", deeper: "part/deeper/", plain: "plain/" },
] as const;

/** The site, and a book that stands elsewhere. */
interface Shelf {
  readonly site: Host;
  open(tool: string, chapter: string): Promise<void>;
  /** What the browser complained of, in every frame, which the tool's chapter without a figure did not. */
  complaints(tool: string, plain: string): Promise<string[]>;
}

const test = base.extend<{ shelf: Shelf }>({
  shelf: async ({ page }, use) => {
    const site = await serveSite();
    const books: Host[] = [];
    const said = listen(page);
    // What a tool's pages want from elsewhere, such as formulas, is not there.
    await page.route((url) => !["localhost", "127.0.0.1"].includes(url.hostname), (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    const open = async (tool: string, chapter: string): Promise<void> => {
      const book = await serveBuilt(path.join(BOOKS, tool), PREFIX, (text) => placed(text, site.url));
      books.push(book);
      await page.goto(`${book.url}${PREFIX}${chapter}`);
    };
    const complaints = async (tool: string, plain: string): Promise<string[]> => {
      const all = said.splice(0);
      await open(tool, plain);
      await page.waitForLoadState("networkidle");
      return all.filter((one) => !said.includes(one));
    };
    await use({ site, open, complaints });
    await Promise.all([site, ...books].map((host) => host.close()));
  },
});

/** Errors of the console, breaches of a policy among them; without addresses, which differ from server to server. */
function listen(page: Page): string[] {
  const all: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") all.push(message.text());
  });
  page.on("pageerror", (error) => all.push(error.message));
  return all;
}

const figure = (page: Page, at = 0): FrameLocator => page.locator("shard-lab").nth(at).locator("iframe").contentFrame();

/** Starts a figure, as a reader does; a click that comes with the scrolling before it may reach the frame that stood there. */
async function begin(page: Page, at = 0): Promise<void> {
  const one = page.locator("shard-lab").nth(at);
  const start = one.getByRole("button", { name: /^Start/u });
  await expect(async () => {
    if (await start.isVisible()) await start.click({ timeout: 2000 });
    await expect(one.locator("iframe")).toHaveCount(1, { timeout: 500 });
  }).toPass();
}

for (const { tool, notes, deeper, plain } of TOOLS) {
  test(`${tool}: the Markdown of the document works as it stands, and so does its link`, async ({ page, shelf }) => {
    await shelf.open(tool, notes);
    await expect(page.locator("shard-lab")).toHaveCount(2);
    await expect(page.locator("article, main").first().locator("em")).toHaveText("that");
    await expect(page.locator("shard-lab").first()).toContainText("246 of 1,000 keys move on a ring");
    expect([...shelf.site.sent.keys()].filter((file) => file !== "shard-lab.js")).toEqual([]);
    await begin(page, 0);
    await expect(figure(page, 0).getByTestId("headline")).toContainText("246", { timeout: FIGURES_MS });
    await begin(page, 1);
    await expect(figure(page, 1).locator("sl-load")).toContainText("262", { timeout: FIGURES_MS });
    expect(await page.locator("shard-lab").nth(1).evaluate(async (one) => (await (one as HTMLElement & { state(): Promise<{ title: string }> }).state()).title)).toBe("Modulo");
    // Neither tool's sheet narrows or cuts it.
    const [frame, text] = await Promise.all(["shard-lab iframe", "p:has(em)"].map((of) => page.locator(of).first().evaluate((one) => one.clientWidth)));
    expect(frame).toBe(text);
    const link = await page.getByRole("link", { name: "A fourth server joins: look at it live" }).evaluate((one) => (one as HTMLAnchorElement).href);
    expect(await shelf.complaints(tool, plain)).toEqual([]);
    await page.goto(link);
    // The usual step is left out again by and by.
    await expect(page).toHaveURL(/#preset=add-a-node(?:&step=1)?$/u);
    await expect(page.getByTestId("headline")).toContainText("246", { timeout: FIGURES_MS });
    await expect(page.getByRole("alert").filter({ hasText: /./u })).toHaveCount(0);
  });

  test(`${tool}: the site within the book, from a chapter in a folder, dark and of the height that was asked for`, async ({ page, shelf }) => {
    await shelf.open(tool, deeper);
    await begin(page);
    await expect(figure(page).getByTestId("compare")).toContainText("746", { timeout: FIGURES_MS });
    await expect(figure(page).getByTestId("compare")).toContainText("246");
    await expect(figure(page).locator("html")).toHaveAttribute("data-theme", "dark");
    expect(await page.locator("shard-lab iframe").evaluate((one) => (one as HTMLElement).offsetHeight)).toBe(420);
    await expect(page.getByText("The table is 420 pixels high")).toBeVisible();
    expect([...shelf.site.sent]).toEqual([]);
    expect(await shelf.complaints(tool, plain)).toEqual([]);
  });
}

test("docusaurus: a figure starts where the reader came by a link within the book, and is a poster again after leaving", async ({ page, shelf }) => {
  await shelf.open("docusaurus", "");
  await page.evaluate(() => Object.assign(globalThis, { same: true }));
  await page.getByRole("link", { name: "The notes" }).click();
  await begin(page, 1);
  await expect(figure(page, 1).locator("sl-load")).toContainText("262", { timeout: FIGURES_MS });
  await page.getByRole("navigation", { name: "Docs pages" }).getByRole("link", { name: "Deeper" }).click();
  await begin(page);
  await expect(figure(page).getByTestId("compare")).toContainText("746", { timeout: FIGURES_MS });
  await page.goBack();
  await expect(page.locator("shard-lab").nth(1).getByRole("button", { name: /^Start/u })).toBeVisible();
  expect(await page.evaluate(() => "same" in globalThis)).toBe(true);
  expect(await shelf.complaints("docusaurus", "plain/")).toEqual([]);
});
