// Share: the link and where it opens, what its reader will meet, snippets, the QR code, the files of every picture.
import { readFileSync } from "node:fs";
import { expect, test, type Download, type Page } from "@playwright/test";
import jsQR from "jsqr";
import { complaints, flaws, headline, open, textField, whole } from "./page.ts";
import { servers } from "./servers.ts";
import { dialog, linkField, share } from "./sharing.ts";

/** The edge of a QR code before a camera. */
const SEEN_PX = 246;
const SCRIPT = /assets\/share-.*\.js$/u;

/** The file that a press on a button of the dialog gives. */
async function file(page: Page, name: string): Promise<Download> {
  const coming = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name, exact: true }).click();
  return coming;
}

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), "utf8");
}

/** What the page's own parser and painter find in an SVG: its name and how many colours it shows. */
async function looked(page: Page, svg: string): Promise<{ title: string; words: string; colours: number }> {
  return page.evaluate(async (svg) => {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    if (parsed.querySelector("parsererror") !== null) throw new Error("the picture is not well-formed");
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const seen = new Set(new Uint32Array(context?.getImageData(0, 0, canvas.width, canvas.height).data.buffer ?? new ArrayBuffer(0)));
    return { title: parsed.querySelector("title")?.textContent ?? "", words: parsed.querySelector("desc")?.textContent ?? "", colours: seen.size };
  }, svg);
}

/** Width and height of a PNG, from its header. */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

test("the script of Share comes when it is wanted, says when it does not, and is asked for again", async ({ page }) => {
  let [asked, blocked] = [0, true];
  await page.route(SCRIPT, async (route) => {
    asked += 1;
    await (blocked ? route.abort() : route.continue());
  });
  await open(page);
  await expect(page.getByTestId("compare")).toBeVisible();
  expect(asked).toBe(0);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByText("Share could not be loaded")).toBeVisible();
  blocked = false;
  await page.locator("sl-notice").getByRole("button", { name: "Try again" }).click();
  await expect(linkField(page)).toBeVisible();
  expect(asked).toBe(2);
});

test("a link opens where the reader is, or where scenarios open", async ({ page, context }) => {
  await open(page);
  await page.getByRole("button", { name: "To the start" }).click();
  await page.getByRole("tab", { name: "Router" }).click();
  await share(page);
  const where = dialog(page).getByRole("checkbox", { name: "Open where you are: the start, panel Router" });
  await expect(where).toBeChecked();
  const here = await linkField(page).inputValue();
  expect(here).toMatch(/#preset=add-a-node&step=0&view=router$/u);
  await where.uncheck();
  const plain = await linkField(page).inputValue();
  expect(plain).toMatch(/#preset=add-a-node$/u);
  await expect(dialog(page).getByText(`${String(plain.length)} characters`)).toBeVisible();
  const other = await context.newPage();
  await other.goto(here);
  await expect(other.getByRole("tab", { name: "Router" })).toHaveAttribute("aria-selected", "true");
  await expect(headline(other)).toContainText("has the most keys");
});

test("a scenario that opens where it stands offers no choice of a place", async ({ page }) => {
  await open(page);
  await share(page);
  await expect(linkField(page)).toHaveValue(/#preset=add-a-node$/u);
  await expect(dialog(page).getByRole("checkbox")).toHaveCount(0);
});

test("copying says that it was copied when it was", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: servers.page.url });
  await open(page);
  await share(page);
  await dialog(page).getByRole("button", { name: "Copy as Markdown" }).click();
  await expect(dialog(page).getByRole("status")).toHaveText("Markdown copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`[Add a fourth server](${servers.page.url}#preset=add-a-node)`);
});

test("where copying is refused it says so and leaves the text selected", async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
    Object.assign(document, { execCommand: () => false });
  });
  await open(page);
  await share(page);
  await dialog(page).getByRole("button", { name: "Copy the link" }).click();
  await expect(dialog(page).getByRole("status")).toContainText("Copying is not allowed here");
  const selected = await linkField(page).evaluate((field: HTMLInputElement) => field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0));
  expect(selected).toBe(await linkField(page).inputValue());
});

test("the QR code of the page and those of its files are the link", async ({ page }) => {
  await open(page);
  await share(page);
  const link = await linkField(page).inputValue();
  await expect(dialog(page).getByRole("img", { name: "QR code of the link" })).toBeVisible();
  const shot = await dialog(page).getByRole("img", { name: "QR code of the link" }).screenshot({ scale: "device" });
  const png = readFileSync(await (await file(page, "QR code as PNG")).path());
  const [width] = sizeOf(png);
  expect(width).toBeGreaterThan(700);
  for (const picture of [png, shot]) expect(await scanned(page, picture)).toBe(link);
  const svg = await textOf(await file(page, "QR code as SVG"));
  expect((await looked(page, svg.replace("<svg ", '<svg width="400" height="400" '))).colours).toBe(2);
});

/** What a phone would read, of a picture that is shown `SEEN_PX` wide. */
async function scanned(page: Page, png: Buffer): Promise<string | undefined> {
  const pixels = await page.evaluate(async ([base64, edge]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [edge, edge];
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, edge, edge);
    return String.fromCharCode(...(context?.getImageData(0, 0, edge, edge).data.filter((_, i) => i % 4 === 0) ?? []));
  }, [png.toString("base64"), SEEN_PX] as const);
  // Black and white have all colours alike.
  return jsQR(Uint8ClampedArray.from(Array.from({ length: pixels.length }, (_, at) => pixels.charCodeAt(at)).flatMap((grey) => [grey, grey, grey, 255])), SEEN_PX, SEEN_PX)?.data;
}

test("a link too long for the last row has no QR code, and says how long", async ({ page }) => {
  await open(page);
  await whole(page);
  const names = Array.from({ length: 40 }, (_, i) => `"node ${String(i * 7919)}"`).join(", ");
  await (await textField(page)).fill(`nodes = [${names}]\n[[strategy]]\nkind = "ring"\n`);
  await expect(page.getByText("The text is fine.")).toBeVisible();
  await share(page);
  const { length } = await linkField(page).inputValue();
  expect(length).toBeGreaterThan(250);
  await expect(dialog(page).getByText(`The link has ${String(length)} characters.`)).toBeVisible();
  await expect(dialog(page).getByRole("img")).toHaveCount(0);
});

test("what whoever opens it will meet stands there", async ({ page }) => {
  await open(page);
  await whole(page);
  const field = await textField(page);
  const meets = dialog(page).getByRole("region", { name: "Whoever opens it" });
  for (const [text, said] of [
    ['nodes = ["a", "b"]\n[keys]\nlist = ["ada", "grace"]\n[[strategy]]\nkind = "ring"\n', "can read your 2 keys"],
    ['nodes = ["a", "b"]\n[[strategy]]\nkind = "script"\nname = "mine"\nsource = """\ndef assign(key, nodes):\n    return nodes[0]\n"""\n', "sees the code that is in it first"],
    ["nodes = 3\n", "gets the error in the text too"],
  ] as const) {
    await field.fill(text);
    await field.has(text);
    await share(page);
    await expect(meets).toContainText(said);
    // This test's server is one that nobody else can open.
    await expect(meets).toContainText("must be at this machine");
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toBeHidden();
  }
});

test("the browser's own list gets the link, and what became of it is told", async ({ page }) => {
  await page.addInitScript(() => {
    const given: ShareData[] = [];
    Object.assign(window, { given });
    Object.assign(navigator, {
      share: (data: ShareData) => {
        given.push(data);
        return given.length === 1 ? Promise.resolve() : Promise.reject(new DOMException(given.length === 2 ? "closed" : "not now", given.length === 2 ? "AbortError" : "NotAllowedError"));
      },
    });
  });
  await open(page);
  await share(page);
  const send = dialog(page).getByRole("button", { name: "Send it by…" });
  await send.click();
  await expect(dialog(page).getByRole("status")).toHaveText("Handed over.");
  expect(await page.evaluate(() => Reflect.get(window, "given") as unknown)).toEqual([{ title: "Add a fourth server", url: `${servers.page.url}#preset=add-a-node` }]);
  await send.click();
  await expect(dialog(page).getByRole("status")).toHaveText("");
  await send.click();
  await expect(dialog(page).getByRole("status")).toHaveText("It could not be handed over: not now. Copy the link instead.");
});

test("the frame that is given runs in somebody's page, at its height", async ({ page }) => {
  const said = complaints(page);
  await open(page);
  await share(page, "In a page");
  await dialog(page).getByLabel("Panel").selectOption("load");
  await dialog(page).getByLabel("Height").fill("420");
  await dialog(page).getByLabel("Height").blur();
  const snippet = await dialog(page).getByLabel("As a frame").inputValue();
  await page.goto(servers.host.url);
  const height = await page.evaluate((snippet) => {
    const frame = new DOMParser().parseFromString(snippet, "text/html").querySelector("iframe");
    if (frame === null) throw new Error("the snippet has no frame");
    document.body.append(frame);
    return frame.getBoundingClientRect().height;
  }, snippet);
  expect(height).toBeGreaterThanOrEqual(420);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Start", exact: true }).click();
  await expect(frame.locator("body")).toContainText("246");
  expect(said).toEqual([]);
});

test("the element that is given names preset, view, step and height, and falls back to the link", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "To the start" }).click();
  await share(page, "In a page");
  const parts = async (): Promise<Record<string, string>> =>
    page.evaluate((snippet) => {
      const parsed = new DOMParser().parseFromString(snippet, "text/html");
      const element = parsed.querySelector("shard-lab");
      const attributes = [...(element?.attributes ?? [])].map(({ name, value }) => [name, value]);
      return { ...(Object.fromEntries(attributes) as Record<string, string>), src: parsed.querySelector("script")?.src ?? "", link: element?.querySelector("a")?.getAttribute("href") ?? "", words: element?.querySelector("a")?.textContent ?? "" };
    }, await dialog(page).getByLabel("As an element").inputValue());
  const link = `${servers.page.url}#preset=add-a-node&step=0`;
  expect(await parts()).toEqual({ preset: "add-a-node", step: "0", view: "ring", height: "560", label: "Shardlab: Add a fourth server", src: `${servers.page.url}shard-lab.js`, link, words: "Shardlab: Add a fourth server" });
  await dialog(page).getByRole("checkbox").uncheck();
  expect(await parts()).not.toHaveProperty("step");
});

test("markup in a title stays text in every snippet and picture", async ({ page }) => {
  await open(page);
  await whole(page);
  const title = '</a><script>alert(1)</script>"&]';
  await (await textField(page)).fill(`title = '${title}'\nnodes = ["a", "<b>"]\n[[strategy]]\nkind = "ring"\n[[strategy]]\nkind = "modulo"\n[[step]]\nadd = "c"\n`);
  await expect(page.getByText("The text is fine.")).toBeVisible();
  await expect(page.getByRole("radio", { name: /modulo/u })).toBeVisible();
  await share(page, "In a page");
  for (const [label, found] of [["As an element", "a"], ["As a frame", "iframe"]] as const) {
    const told = await page.evaluate(([snippet, found]) => {
      const parsed = new DOMParser().parseFromString(snippet, "text/html");
      const one = parsed.querySelector(found);
      return [one?.getAttribute("title") ?? one?.textContent, parsed.querySelectorAll("script:not([src])").length];
    }, [await dialog(page).getByLabel(label).inputValue(), found] as const);
    expect(told).toEqual([`Shardlab: ${title}`, 0]);
  }
  await dialog(page).getByRole("tab", { name: "As files" }).click();
  const { title: said } = await looked(page, await textOf(await file(page, "Rings of all strategies as SVG")));
  expect(said).toBe(title);
});

/** Every picture of an example is had as SVG and as PNG. */
async function takesAll(page: Page, names: readonly string[]): Promise<void> {
  await share(page, "As files");
  const offered = dialog(page).getByRole("listitem").filter({ has: page.getByRole("button", { name: "as SVG" }) });
  await expect(offered.locator("span").first()).toBeVisible();
  expect((await offered.evaluateAll((items) => items.map((item) => item.querySelector("span")?.textContent ?? ""))).sort()).toEqual([...names].sort());
  for (const name of names) {
    // Chromium drops, without a word, what a page saves after ten files within a second: no hand is as quick.
    await page.waitForTimeout(250);
    const svg = await textOf(await file(page, `${name} as SVG`));
    const { title, words, colours } = await looked(page, svg);
    expect([name, title]).toEqual([name, await page.evaluate(() => document.title.replace(/(?: \([\d,]+\))? – Shardlab$/u, ""))]);
    // Of all rings each has its own words.
    expect(words.length).toBeGreaterThan(10);
    expect(colours).toBeGreaterThan(3);
    const [width, height] = sizeOf(readFileSync(await (await file(page, `${name} as PNG`)).path()));
    const box = /viewBox="0 0 ([\d.]+) ([\d.]+)"/u.exec(svg);
    expect([width, height]).toEqual([2 * Math.round(Number(box?.[1])), 2 * Math.round(Number(box?.[2]))]);
    await expect(dialog(page).getByRole("status")).toContainText("is among your downloads");
  }
}

test("ring, rings, load and flows are had as SVG and PNG", async ({ page }) => {
  const said = complaints(page);
  await open(page);
  await takesAll(page, ["Ring", "Rings of all strategies", "Keys per node", "Who gave to whom"]);
  expect(said).toEqual([]);
});

test("a sweep, too", async ({ page }) => {
  test.slow();
  await open(page, "#preset=rendezvous-or-ring&view=sweep");
  await page.locator("sl-sweep").getByRole("button", { name: /^Run \(about/u }).click({ timeout: 20_000 });
  await expect(page.getByTestId("sweep-finding")).not.toBeEmpty({ timeout: 60_000 });
  await takesAll(page, ["Ring", "Rings of all strategies", "Keys per node", "Who gave to whom", "Sweep"]);
});

test("a migration, too", async ({ page }) => {
  await open(page, "#preset=keys-in-transit&view=migration&at=4s");
  await expect(page.locator("sl-migration")).toContainText("4.00 of", { timeout: 20_000 });
  await takesAll(page, ["Ring", "Rings of all strategies", "Keys per node", "Who gave to whom", "Keys in transit", "What requests meet with"]);
});

test("an incident and its map, too", async ({ page }) => {
  test.slow();
  await open(page, "#preset=incident");
  await expect(page.getByTestId("incident-headline")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Draw the map" }).click();
  await expect(page.getByTestId("tipping-words")).not.toBeEmpty({ timeout: 60_000 });
  const names = ["Ring", "Keys per node", "Who gave to whom", "Nodes of the incident", "Charts of the incident", "Tipping map"];
  const many = await page.getByRole("radio", { name: /moved/u }).count();
  await takesAll(page, many > 1 ? [...names, "Rings of all strategies"] : names);
});

test("figures are had as files: the text, the report, what moved, the loads, the comparison", async ({ page }) => {
  await open(page);
  await share(page, "As files");
  expect(await textOf(await file(page, "Scenario as TOML"))).toContain('title = "Add a fourth server"');
  const report = JSON.parse(await textOf(await file(page, "Report of every step as JSON"))) as { strategies: { name: string; phases: { moved: number }[] }[] };
  expect(report.strategies.map(({ name, phases }) => [name, phases[1]?.moved])).toEqual([["modulo", 746], ["ring", 246], ["rendezvous", 241]]);
  expect((await textOf(await file(page, "Moved keys of this step as CSV"))).trim().split("\n")).toHaveLength(247);
  expect((await textOf(await file(page, "Keys per node as CSV"))).trim().split("\n")).toHaveLength(5);
  expect(await textOf(await file(page, "Comparison of the strategies as CSV"))).toMatch(/modulo[^\n]*746/u);
  expect(await textOf(await file(page, "Comparison of the strategies as Markdown"))).toMatch(/\| ring[^\n]*246/u);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1280, 800], [390, 844], [320, 640]] as const) {
    test(`axe finds nothing in Share in ${colorScheme} at ${String(width)}, and nothing scrolls sideways`, async ({ browser }) => {
      const page = await (await browser.newContext({ colorScheme, viewport: { width, height } })).newPage();
      await open(page);
      for (const part of ["By link", "In a page", "As files"] as const) {
        if (part === "By link") await share(page);
        await dialog(page).getByRole("tab", { name: part }).click();
        expect(await flaws(page)).toEqual([]);
        expect(await dialog(page).evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
      }
      await page.close();
    });
  }
}

test("its tabs go by arrow keys, Escape closes it, and the focus is back where it was", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Share" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("tab", { name: "By link" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(dialog(page).getByRole("tab", { name: "In a page" })).toBeFocused();
  await expect(dialog(page).getByLabel("As a frame")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "Share" })).toBeFocused();
});
