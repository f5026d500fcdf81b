// Keys and nodes of the reader's own: given, refused, kept and forgotten; and that nothing of them leaves the browser.
import { createHash } from "node:crypto";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { complaints, flaws, framed, headline, open, textField, whole } from "./page.ts";
import { servers } from "./servers.ts";

const KEYS = Array.from({ length: 1_000 }, (_, i) => `key_${i}`);
/** The digest by another program than ours. */
const DIGEST = createHash("sha256").update(KEYS.map((key) => `${key}\n`).join("")).digest("hex");
const CSV = `n,user_id\n${KEYS.map((key, i) => `${i},${key}\n`).join("")}\n7,key_7\nx\n`;
const NAMED = `nodes = ["Node A", "Node B", "Node C"]

[keys]
file   = "users.csv"
sha256 = "${DIGEST}"
count  = 1000

[[strategy]]
kind = "modulo"

[[step]]
add = "Node D"
`;

function dialog(page: Page): Locator {
  return page.getByRole("dialog", { name: "Your own keys" });
}

async function give(page: Page, name: string, content: string): Promise<void> {
  await dialog(page).locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
}

/** Opens the page with a text that names keys which are not here, by a link to it. */
async function openNamed(page: Page): Promise<string> {
  await open(page);
  await whole(page);
  const field = await textField(page);
  await field.fill(NAMED);
  await expect(page.getByText("This scenario asks for users.csv: 1,000 keys that are not here.")).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("textbox", { name: "Link", exact: true }).inputValue();
  await page.getByRole("dialog", { name: "Share" }).getByRole("button", { name: "Close" }).click();
  return link.slice(link.indexOf("#"));
}

test("a dropped file is read, told of and used; the text names it by its digest", async ({ page }) => {
  const said = complaints(page);
  const asked: string[] = [];
  await open(page);
  await whole(page);
  await page.getByRole("button", { name: "Use your own keys" }).click();
  await expect(dialog(page)).toBeVisible();
  page.on("request", (request) => asked.push(request.url()));
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "users.csv", { type: "text/csv" }));
    return data;
  }, CSV);
  await dialog(page).locator(".own-drop").dispatchEvent("drop", { dataTransfer: transfer });
  await expect(dialog(page).getByText("1,000 keys found")).toBeVisible();
  await expect(dialog(page).getByText("1 line is empty (line 1,002)")).toBeVisible();
  await expect(dialog(page).getByText("1 stands there before, and is kept once (line 1,003)")).toBeVisible();
  await expect(dialog(page).getByText('1 row has no column "user_id" (line 1,004)')).toBeVisible();
  await expect(dialog(page).getByText("never sent anywhere")).toBeVisible();
  expect(await flaws(page)).toEqual([]);
  await dialog(page).getByRole("button", { name: "Use these 1,000 keys" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText("1,000 keys of users.csv")).toBeVisible();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await (await textField(page)).has(new RegExp(`file {4}= "users.csv"\\nsha256 {2}= "${DIGEST}"`, "u"));
  // A worker may load the program anew; what is asked for are files of the page, none with anything behind a question mark.
  expect(asked.filter((url) => !url.startsWith(servers.page.url) && !url.startsWith("blob:"))).toEqual([]);
  expect(asked.filter((url) => url.includes("?") || url.includes("key_"))).toEqual([]);
  expect(said).toEqual([]);
});

test("keys are pasted, read in another way when asked, and used in the router", async ({ page }) => {
  await open(page);
  await whole(page);
  await page.getByRole("button", { name: "Use your own keys" }).click();
  await dialog(page).getByRole("textbox").fill("Ann;ann@x.org\nBo;bo@x.org\nCy;cy@x.org");
  await expect(dialog(page).getByText("3 keys found")).toBeVisible();
  await expect(dialog(page).locator("code").first()).toHaveText("Ann");
  await dialog(page).getByLabel("Column", { exact: true }).selectOption("2");
  await expect(dialog(page).locator("code").first()).toHaveText("ann@x.org");
  await dialog(page).getByLabel("Read as").selectOption("lines");
  await expect(dialog(page).locator("code").first()).toHaveText("Ann;ann@x.org");
  await dialog(page).getByRole("button", { name: "Use these 3 keys" }).click();
  await expect(page.getByText("3 keys of pasted.txt")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(page.getByText("3 keys of pasted.txt")).toBeVisible();
});

test("a link asks for its keys, refuses others with words, and runs with the right ones", async ({ page, browser }) => {
  const link = await openNamed(page);
  expect(link).not.toContain("key_");
  const other = await browser.newContext();
  const guest = await other.newPage();
  await guest.goto(servers.page.url + link);
  await expect(guest.getByText("This scenario asks for users.csv: 1,000 keys that are not here.")).toBeVisible();
  await guest.getByRole("button", { name: "Give the keys" }).first().click();
  await give(guest, "wrong.txt", "alice\nbob\n");
  await expect(dialog(guest).getByText("These are not the keys that the scenario asks for: users.csv, 1,000 keys.")).toBeVisible();
  await expect(dialog(guest).getByText(`should begin with ${DIGEST.slice(0, 12)}`)).toBeVisible();
  // The same keys by another name, in another column of another format.
  await give(guest, "export.jsonl", KEYS.map((key, i) => `${JSON.stringify({ id: i, user: { login: key } })}\n`).join(""));
  await dialog(guest).getByRole("button", { name: "Use these 1,000 keys" }).click();
  await expect(guest.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await expect(headline(guest)).toContainText("746");
  await other.close();
});

test("kept keys come back with the page, until they are forgotten", async ({ page }) => {
  await openNamed(page);
  await page.getByRole("button", { name: "Give the keys" }).first().click();
  await give(page, "users.csv", CSV);
  await dialog(page).getByRole("button", { name: "Use these 1,000 keys" }).click();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  // The address follows within a second.
  await expect(page).toHaveURL(/#v1/u);
  await page.reload();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await page.getByRole("button", { name: "Use other keys" }).click();
  await dialog(page).getByRole("button", { name: "Forget users.csv" }).click();
  await expect(dialog(page).getByText("Kept in this browser")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(page.getByText("This scenario asks for users.csv: 1,000 keys that are not here.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("This scenario asks for users.csv: 1,000 keys that are not here.")).toBeVisible();
});

test("without a network keys are read and placed", async ({ page, context }) => {
  await open(page);
  await whole(page);
  await page.getByRole("button", { name: "Use your own keys" }).click();
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Use your own keys" }).click();
  await give(page, "users.csv", CSV);
  await dialog(page).getByRole("button", { name: "Use these 1,000 keys" }).click();
  await expect(page.getByText("1,000 keys of users.csv")).toBeVisible();
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
});

test("a million keys are read and placed while the page stays alive", async ({ page }) => {
  test.slow();
  await open(page);
  await whole(page);
  await page.getByRole("button", { name: "Use your own keys" }).click();
  const began = Date.now();
  await give(page, "many.txt", Array.from({ length: 1_000_000 }, (_, i) => `user-${i}@example.org\n`).join(""));
  await expect(dialog(page).getByText("1,000,000 keys found")).toBeVisible({ timeout: 30_000 });
  const readMs = Date.now() - began;
  await dialog(page).getByRole("button", { name: "Use these 1,000,000 keys" }).click();
  await expect(page.getByText("1,000,000 keys of many.txt")).toBeVisible();
  const run = page.getByRole("button", { name: /^Run/u });
  await expect(run.or(page.getByRole("radio", { name: /^modulo, 7\d\d,\d{3} moved/u })).first()).toBeVisible({ timeout: 60_000 });
  if (await run.isVisible()) await run.click();
  await expect(page.getByRole("radio", { name: /^modulo, 7\d\d,\d{3} moved/u })).toBeVisible({ timeout: 60_000 });
  console.log(`a million keys: read in ${readMs} ms, placed ${Date.now() - began} ms after they were given`);
});

test("a pasted list of nodes becomes the nodes of the text", async ({ page }) => {
  await open(page);
  await whole(page);
  await page.getByRole("button", { name: "Paste a list of nodes" }).click();
  const list = page.getByRole("dialog", { name: "Nodes from a list" });
  await list.getByRole("textbox").fill("name,weight,zone\ndb-1,2,west\ndb-2,,east\n\ndb-2\ndb-3,heavy\n");
  await expect(list.getByText("2 nodes found")).toBeVisible();
  await expect(list.getByText("1 weight is no number from 0.001 to 1000 (line 6)")).toBeVisible();
  expect(await flaws(page)).toEqual([]);
  await list.getByRole("button", { name: "Use these 2 nodes" }).click();
  await expect(list).toBeHidden();
  await (await textField(page)).has(/nodes = \[\{ name = "db-1", weight = 2, zone = "west" \}, \{ name = "db-2", zone = "east" \}\]/u);
});

test("in a sandboxed frame of another origin the figure asks, reads and runs, and says that nothing is kept", async ({ page }) => {
  const link = await openNamed(page);
  const frame = await framed(page, `${link}&view=ring&embed=1`);
  await expect(frame.getByText("This scenario asks for users.csv: 1,000 keys that are not here.")).toBeVisible();
  await frame.getByRole("button", { name: "Give the keys" }).click();
  await expect(frame.getByText("They are kept until this page is closed.")).toBeVisible();
  await frame.locator("input[type=file]").setInputFiles({ name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
  await frame.getByRole("button", { name: "Use these 1,000 keys" }).click();
  await expect(frame.locator("body")).toContainText("746");
});
