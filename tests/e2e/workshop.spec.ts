// The workshop's figures, read from the page as a learner reads them.
import { expect, test } from "@playwright/test";
import { complaints, headline, open, row } from "./page.ts";
import { servers } from "./servers.ts";

for (const { url } of [servers.page, servers.subPath]) {
  test(`the first view shows 746, 246 and 241 at ${url}`, async ({ page }) => {
    const said = complaints(page);
    await open(page, "", url);
    await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
    await expect(page.getByRole("radio", { name: "ring, 246 moved" })).toBeVisible();
    await expect(page.getByRole("radio", { name: "rendezvous, 241 moved" })).toBeVisible();
    expect(said).toEqual([]);
  });
}

test("the headline follows the chosen strategy", async ({ page }) => {
  await open(page);
  await page.getByRole("radio", { name: /^ring,/u }).click();
  await expect(headline(page)).toContainText("Node D took 246 keys, all it needed: 57 from Node A, 79 from Node B and 110 from Node C.");
  await expect(page.getByText("LOW IMPACT")).toBeVisible();
  await page.getByRole("radio", { name: /^modulo,/u }).click();
  await expect(headline(page)).toContainText("746 keys moved, but only 251 needed to");
  await expect(page.getByText("HIGH IMPACT")).toBeVisible();
});

test("the comparison has moved, needless and theory side by side", async ({ page }) => {
  await open(page);
  const modulo = await row(page, "modulo");
  expect(modulo[1]).toBe("746 74.6 %");
  expect(modulo.slice(2, 4)).toEqual(["251", "495"]);
  expect(modulo[4]).toContain("75.0 %");
  expect((await row(page, "ring"))[1]).toBe("246 24.6 %");
  expect((await row(page, "rendezvous"))[1]).toBe("241 24.1 %");
});

test("the loads after the step are the workshop's", async ({ page }) => {
  await open(page);
  for (const [strategy, loads] of [["modulo", [230, 262, 257, 251]], ["ring", [273, 200, 281, 246]]] as const) {
    await page.getByRole("radio", { name: new RegExp(`^${strategy},`, "u") }).click();
    const details = page.locator("details").filter({ hasText: "Show the figures" }).first();
    if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
    for (const [i, load] of loads.entries()) {
      await expect(details.getByRole("row").nth(i + 1)).toContainText(String(load));
    }
  }
});

test("the router puts user_123 on Node B, under modulo later on Node D, with the working", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Router" }).click();
  await page.getByRole("textbox", { name: "Key" }).fill("user_123");
  const answer = (strategy: string) => page.getByRole("article", { name: strategy });
  await expect(answer("modulo").locator(".was")).toContainText("Node B");
  await expect(answer("modulo").locator(".is")).toContainText("Node D");
  for (const strategy of ["ring", "rendezvous"]) {
    await expect(answer(strategy).locator(".was")).toContainText("Node B");
    await expect(answer(strategy).locator(".is")).toContainText("Node B");
  }
  await expect(answer("modulo").getByRole("listitem").first()).toContainText('sha256("user_123")');
  await expect(answer("ring")).toContainText("The first point clockwise belongs to Node B.");
});

test("the timeline goes back to the start and forward again", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "To the start" }).click();
  await expect(headline(page)).toContainText("has the most keys");
  await page.getByRole("button", { name: "Forward one step" }).click();
  await expect(headline(page)).toContainText("Nothing else moved.");
});
