// What every engine must do alike: open the page, and give the very figures that the native build gives.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { compiledBy } from "./compiled.ts";
import { servePages, serveSite } from "./hosts.ts";
import { complaints, headline, open, passChallenge, pressInFrame, row, whole } from "./page.ts";
import { page as around, recipe } from "./recipes.ts";
import { servers } from "./servers.ts";

/** Name of a preset and the SHA-256 of its report, written by the native build: the digests of all traces stand in it. */
const GOLDEN = readFileSync("tests/golden/simulations.txt", "utf8").trimEnd().split("\n").map((line) => line.split(" ") as [string, string]);

test("the first view has the workshop's numbers", async ({ page }) => {
  const said = complaints(page);
  await open(page);
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await expect(headline(page)).toContainText("246");
  expect(said).toEqual([]);
});

test("simulations take the same course as in the native build", async ({ page }) => {
  test.slow();
  expect(GOLDEN.length).toBeGreaterThanOrEqual(20);
  await open(page, "#preset=keys-in-transit");
  await whole(page);
  for (const [name, digest] of GOLDEN) {
    const report = await page.evaluate((wanted) => {
      const preset = wasm_bindgen.presets().find((one) => one.name === wanted);
      return preset === undefined ? undefined : wasm_bindgen.report_json(preset.text, false);
    }, name);
    expect(report, name).toBeDefined();
    expect(createHash("sha256").update(report ?? "").digest("hex"), name).toBe(digest);
  }
});

test("the workshop's formula, typed by a learner, passes every check and is compared with the built-in", async ({ page }) => {
  const said = complaints(page);
  await open(page);
  await whole(page);
  await passChallenge(page);
  await expect(page.getByTestId("verdict")).toContainText("241");
  for (const check of await page.getByTestId("checks").getByRole("listitem").all()) await expect(check).toContainText("passed");
  await page.getByRole("button", { name: "Compare it" }).click();
  await expect.poll(async () => (await row(page, "my rendezvous hashing"))[1], { timeout: 20_000 }).toBe("241 24.1 %");
  expect((await row(page, "rendezvous"))[1]).toBe("241 24.1 %");
  expect(said).toEqual([]);
});

test("golden links open to the texts of the native build", async ({ page }) => {
  await open(page, "#preset=keys-in-transit");
  await whole(page);
  const lines = readFileSync("tests/golden_links.txt", "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("//"));
  expect(lines.length).toBeGreaterThan(60);
  for (const line of lines) {
    const [link = "", digest = ""] = line.split("\t");
    const opened = await page.evaluate((one) => (one.startsWith("?") ? wasm_bindgen.open_link("", one) : wasm_bindgen.open_link(one, "")), link);
    expect("text" in opened ? createHash("sha256").update(opened.text).digest("hex") : opened.kind, link).toBe(digest);
  }
});

test("figures in a page of another site: the recipe's policy holds, and two of them compile a program once", async ({ page }) => {
  test.slow();
  const said = complaints(page);
  const compiled = await compiledBy(page);
  const site = await serveSite();
  const one = recipe("page", site.url);
  const host = await servePages(new Map([["index.html", one.replace("</body>", `${/<shard-lab.*<\/shard-lab>/u.exec(one)?.[0] ?? ""}</body>`)], ["frame.html", around(recipe("frame", site.url))]]));
  await page.goto(host.url);
  for (const at of [0, 1]) {
    const figure = page.locator("shard-lab").nth(at);
    const start = figure.getByRole("button", { name: /^Start/u });
    // The figure above takes its height just then, and moves the button away.
    await expect(async () => {
      if (await start.isVisible()) await start.click({ timeout: 2000 });
      await expect(figure.locator("iframe")).toHaveCount(1, { timeout: 500 });
    }).toPass();
    await expect(figure.locator("iframe").contentFrame().getByTestId("ring-caption")).toContainText("246", { timeout: 30_000 });
  }
  expect(compiled).toHaveLength(1);
  await page.goto(`${host.url}frame.html`);
  const frame = page.locator("iframe").contentFrame();
  await pressInFrame(frame.getByRole("button", { name: "Start", exact: true }));
  await expect(frame.getByTestId("ring-caption")).toContainText("246", { timeout: 30_000 });
  await host.close();
  await site.close();
  // The notes have no icon, which Firefox asks for by itself and their own policy refuses.
  expect(said.filter((one) => !one.includes("/favicon.ico"))).toEqual([]);
});

test("a scene of the lesson asks, and its run answers, also in German", async ({ page }) => {
  const said = complaints(page);
  await page.goto(`${servers.page.url}#lesson=sharding&scene=see-the-difference&lang=en`);
  await expect(page.locator("#scene-title")).toHaveText("See the difference");
  await expect(page.getByTestId("veiled")).toBeVisible();
  await page.getByRole("spinbutton", { name: /^Your prediction/u }).fill("250");
  await page.getByRole("button", { name: "That is my answer" }).click();
  await expect(page.getByTestId("found")).toContainText("246 of 1,000 keys moved, 24.6 %");
  await page.getByLabel("Language of the lesson").selectOption("de");
  await expect(page.getByTestId("found")).toContainText("246 von 1.000 Schlüsseln");
  await page.locator("#scene-title").focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("#scene-title")).toHaveText("Selbst Router sein");
  await page.keyboard.press("p");
  await expect(page.getByTestId("short-address")).toContainText("scene=the-router&lang=de");
  expect(said).toEqual([]);
});
