// What every engine must do alike: open the page, and give the very figures that the native build gives.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { complaints, headline, open, passChallenge, row, whole } from "./page.ts";

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
