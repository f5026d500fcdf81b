// What is handed on: the page in one file, opened from a stick and from a learning platform, and the folder for a class room's server.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";
import { expect, test, type FrameLocator, type Page } from "@playwright/test";
import { addNode, complaints, hasNode, headline, open, passChallenge, textField, whole } from "./page.ts";
import { Room } from "./room.ts";
import { servers } from "./servers.ts";
import { dialog, linkField, share } from "./sharing.ts";

const FILE = pathToFileURL("shardlab.html").href;

/** Every address that the page asks for beside itself. */
function asked(page: Page): string[] {
  const all: string[] = [];
  page.on("request", (request) => {
    if (!request.isNavigationRequest() && !/^(?:data|blob):/u.test(request.url())) all.push(request.url());
  });
  return all;
}

/** The whole path: figures, a step, panels, an edit that needs the whole core, a run in a worker. */
async function wholePath(page: Page | FrameLocator): Promise<void> {
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await expect(headline(page)).toContainText("246");
  await page.getByRole("button", { name: "To the start" }).click();
  await expect(headline(page)).toContainText("has the most keys");
  await page.getByRole("button", { name: "Forward one step" }).click();
  await page.getByRole("tab", { name: "Router" }).click();
  await expect(page.getByRole("article", { name: "modulo" }).locator(".was, .is").first()).toContainText("Node B");
}

test("the one file opens from a stick and does everything", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  const requests = asked(page);
  await page.goto(FILE);
  await wholePath(page);
  await addNode(page);
  await textField(page);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain("#v1.");
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await hasNode(page);
  expect(requests).toEqual([]);
  expect(said).toEqual([]);
});

test("a link of the one file is told to lead nowhere else, and what leads to the scenario is given", { tag: "@once" }, async ({ page }) => {
  const said = complaints(page);
  await page.goto(FILE);
  await whole(page);
  await addNode(page);
  await share(page);
  await expect(dialog(page).getByRole("region", { name: "Whoever opens it" })).toContainText("finds nothing at this link: it begins with a place on your own disk");
  await expect(dialog(page).getByText("This link opens on this machine alone")).toBeVisible();
  await expect(linkField(page)).toHaveValue(/^file:\/\/.*\/shardlab\.html#v1\./u);
  // Nothing that claims to work elsewhere: neither words, nor a code for phones, nor snippets.
  await expect(dialog(page).getByText("works everywhere").or(dialog(page).getByText("QR code")).or(dialog(page).getByLabel("Markdown"))).toHaveCount(0);
  const behind = await dialog(page).getByLabel("From the # on", { exact: true }).inputValue();
  await dialog(page).getByRole("tab", { name: "In a page" }).click();
  await expect(dialog(page).getByText("A page of notes shows figures from a published Shardlab.")).toBeVisible();
  await expect(dialog(page).getByRole("textbox")).toHaveCount(0);
  await open(page, behind);
  await hasNode(page);
  expect(said).toEqual([]);
});

test("code runs in the one file", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  await page.goto(FILE);
  await whole(page);
  await passChallenge(page);
  expect(said).toEqual([]);
});

// Firefox saves it too, but Playwright does not hear of it there.
test("the one file keeps nothing for itself, and its licences are inside", { tag: "@once" }, async ({ page }) => {
  await page.goto(FILE);
  await whole(page);
  await expect(page.getByTestId("offline")).toHaveCount(0);
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Licences" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("licences.txt");
  expect(readFileSync(await download.path(), "utf8")).toBe(readFileSync("dist/licences.txt", "utf8"));
});

test("the one file works where a learning platform puts it into a sandbox", async ({ page }) => {
  const said = complaints(page);
  const room = await new Room({ "/": "." }).open();
  await page.goto(servers.host.url);
  await page.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    Object.assign(frame, { src: url, width: "1200", height: "700", title: "figure" });
    document.body.append(frame);
  }, room.url("/shardlab.html"));
  const frame = page.frameLocator("iframe");
  await wholePath(frame);
  await expect(frame.locator("html")).toHaveAttribute("data-core", "whole");
  expect(said).toEqual([]);
  expect(room.sent.paths.filter((path) => path !== "/favicon.ico")).toEqual(["/shardlab.html"]);
  await room.close();
});

/** The files of an archive, by its own table at the end. */
function unzipped(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [size, nameLength, more, comment, start] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32), archive.readUInt32LE(at + 42)];
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const body = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    files.set(name, inflateRawSync(archive.subarray(body, body + size)));
    at += 46 + nameLength + more + comment;
  }
  return files;
}

test("the folder for a class room unpacks, says how it is served, and works there", async ({ page }) => {
  const files = unzipped(readFileSync("dist.zip"));
  expect(files.get("shardlab/index.html")?.equals(readFileSync("dist/index.html"))).toBe(true);
  expect(files.get("shardlab/README.txt")?.toString()).toMatch(/http\.server[\s\S]*about \d\.\d MB/u);
  const folder = mkdtempSync(join(tmpdir(), "shardlab-room-"));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const said = complaints(page);
  const room = await new Room({ "/": join(folder, "shardlab") }, "bare").open();
  await open(page, "", room.url());
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await whole(page);
  await expect(page.getByRole("tab", { name: "Router" })).toBeVisible();
  expect(said).toEqual([]);
  await room.close();
});
