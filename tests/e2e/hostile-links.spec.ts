// Hostile links in the page: each is refused with words or opens as a text, and nothing of it reaches markup, style, address, storage
// or requests. The reader's own scenario is kept.
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { complaints, textField } from "./page.ts";
import { servers } from "./servers.ts";

interface Line {
  readonly flaw: string;
  /** What is said of it; nothing where it opens. */
  readonly said: string;
  readonly link: string;
}

/** The corpus of tests/hostile_links.rs, which holds the same natively. */
const CORPUS: readonly Line[] = readFileSync("tests/hostile_links.txt", "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("//")).map((line) => {
  const [flaw = "", said = "", link = ""] = line.split("\t");
  return { flaw, said: said === "-" ? "" : said, link: link.replace(/\{(.)\*(\d+)\}/u, (_, letter: string, times: string) => letter.repeat(Number(times))) };
});

const OWN = 'title = "my work"\nnodes = ["x", "y"]\n[[strategy]]\nkind = "ring"\n';
const KEPT = JSON.stringify({ text: OWN, id: "1-1" });

/** What of the page could come from a link, and must not. */
async function reached(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const bad = /evil\.example|self\.hit|javascript:/u;
    const found: string[] = [];
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        const acts = name.startsWith("on") || ["src", "href", "style", "srcdoc", "action", "formaction", "data"].includes(name);
        if (acts && bad.test(value)) found.push(`<${element.localName} ${name}="${value}">`);
      }
      if (["IFRAME", "IMG", "OBJECT", "EMBED", "BASE", "FORM", "LINK"].includes(element.tagName) && !element.matches('link[rel="icon"], link[rel="stylesheet"], link[rel="manifest"]')) found.push(`<${element.localName}>`);
    }
    if ("hit" in self) found.push("code ran");
    if ("hit" in {}) found.push("the prototype of all objects was changed");
    return found;
  });
}

/** The whole core comes first, where a link is not in order; on a busy machine that takes its time. */
const SAID_MS = 30_000;

/** Opens a link on a new visit, with one's own work kept. */
async function visit(page: Page, link: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(servers.page.url + link, { waitUntil: "load" });
  await expect(page.locator("sl-app")).toHaveAttribute("data-core", "ready", { timeout: SAID_MS });
}

/** The first link of a class is a new visit, as is one in the query; the others are followed on the page. */
async function follow(page: Page, { flaw, link }: Line, seen: Set<string>): Promise<void> {
  if (!seen.has(flaw) || link.startsWith("?")) await visit(page, link);
  else {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, link);
  }
  seen.add(flaw);
}

/** Everything but what the link is allowed to do: be seen as words. */
async function holds(page: Page, requests: readonly string[]): Promise<void> {
  expect(await reached(page)).toEqual([]);
  const odd = requests.filter((url) => !url.startsWith(servers.page.url) || !/^(?:|index\.html|icon\.svg|assets\/[\w.-]+)$/u.test(url.slice(servers.page.url.length).replace(/[?#].*$/u, "")));
  expect(odd.filter((url) => url !== "about:blank" && !url.startsWith("blob:"))).toEqual([]);
}

/** Requests of a page, without the first one, which is the link's own address. */
function watchRequests(page: Page): string[] {
  const all: string[] = [];
  page.on("request", (request) => {
    if (!request.isNavigationRequest()) all.push(request.url());
  });
  return all;
}

test.use({ storageState: { cookies: [], origins: [{ origin: new URL(servers.page.url).origin, localStorage: [{ name: "shardlab", value: KEPT }] }] } });

/** What is kept, without what the page adds to it by itself. */
async function kept(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const { text, earlier } = JSON.parse(localStorage.getItem("shardlab") ?? "{}") as { text?: string; earlier?: unknown[] };
    return { text, earlier: earlier ?? [], keys: Object.keys(localStorage) };
  });
}

test("the corpus has links of both kinds", () => {
  expect(CORPUS.filter(({ said }) => said !== "").length).toBeGreaterThan(30);
  expect(CORPUS.filter(({ said }) => said === "").length).toBeGreaterThan(15);
});

test("broken links are refused with words, and one's own scenario stays", async ({ page }) => {
  test.setTimeout(300_000);
  const [said, requests] = [complaints(page), watchRequests(page)];
  const seen = new Set<string>();
  for (const line of CORPUS.filter(({ said }) => said !== "")) {
    await test.step(`${line.flaw}: ${line.link.slice(0, 60)}`, async () => {
      await follow(page, line, seen);
      await expect(page.getByRole("alert").filter({ hasText: line.said })).toBeVisible({ timeout: SAID_MS });
      await expect(page.getByRole("button", { name: "Examples: my work" })).toBeVisible();
      await page.getByRole("button", { name: "Dismiss" }).click();
      await holds(page, requests);
      expect(await kept(page)).toEqual({ text: OWN, earlier: [], keys: ["shardlab"] });
    });
  }
  expect(said).toEqual([]);
});

test("what a broken link held does not stay in the address", async ({ page }) => {
  await visit(page, "#preset=<script>self.hit=1</script>");
  await expect(page).toHaveURL(/#v1\.[\w-]+$/u, { timeout: SAID_MS });
  expect(await reached(page)).toEqual([]);
});

test("texts that hope to be more are texts, and one's own scenario comes back", async ({ page }) => {
  test.setTimeout(300_000);
  const [said, requests] = [complaints(page), watchRequests(page)];
  const seen = new Set<string>();
  for (const line of CORPUS.filter(({ said }) => said === "")) {
    await test.step(`${line.flaw}: ${line.link.slice(0, 60)}`, async () => {
      await follow(page, line, seen);
      const back = page.getByRole("button", { name: "Keep mine" });
      await expect(back).toBeVisible({ timeout: SAID_MS });
      await expect(page.getByText("Loading this panel")).toHaveCount(0);
      await holds(page, requests);
      expect(await kept(page)).toEqual({ text: OWN, earlier: [], keys: ["shardlab"] });
      await back.click();
      await (await textField(page)).has(OWN);
    });
  }
  expect(said).toEqual([]);
});
