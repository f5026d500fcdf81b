// The panels' script: it comes when a panel is looked at, says so meanwhile, is asked for again, and a frame without panels has none.
import { expect, test, type Page } from "@playwright/test";
import { complaints, flaws, framed, open } from "./page.ts";
import { servers } from "./servers.ts";

const SCRIPT = /assets\/panels-.*\.js$/u;

/** The names of the scripts that a page has asked for. */
function asked(page: Page): string[] {
  const all: string[] = [];
  page.on("request", (request) => {
    if (SCRIPT.test(request.url())) all.push(request.url());
  });
  return all;
}

test("the panels come once the program is there, and once", async ({ page }) => {
  const requests = asked(page);
  await open(page);
  await expect(page.getByTestId("compare")).toBeVisible();
  await page.getByRole("tab", { name: "Router" }).click();
  await expect(page.getByLabel("Key", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByLabel("Link", { exact: true })).toBeVisible();
  expect(requests).toHaveLength(1);
});

test("a panel that does not come says so, and comes when asked again", async ({ page }) => {
  let blocked = true;
  await page.route(SCRIPT, async (route) => {
    await (blocked ? route.abort() : route.continue());
  });
  await open(page);
  await expect(page.getByRole("alert").filter({ hasText: "This panel could not be loaded" })).toBeVisible();
  expect(await flaws(page)).toEqual([]);
  blocked = false;
  await page.locator("sl-panel").getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("compare")).toBeVisible();
});

test("while it is on its way the panel says so, and the ring is there already", async ({ page }) => {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(SCRIPT, async (route) => {
    await arrived;
    await route.continue();
  });
  await open(page);
  await expect(page.getByText("Loading this panel")).toBeVisible();
  arrive();
  await expect(page.getByTestId("compare")).toBeVisible();
});

const FORM = /assets\/form-.*\.js$/u;

test("the form that does not come says so, and comes when asked again", async ({ page }) => {
  let blocked = true;
  await page.route(FORM, async (route) => {
    await (blocked ? route.abort() : route.continue());
  });
  await open(page);
  await expect(page.getByRole("alert").filter({ hasText: "The form could not be loaded" })).toBeVisible();
  expect(await flaws(page)).toEqual([]);
  blocked = false;
  await page.locator("sl-scenario").getByRole("button", { name: "Try again" }).click();
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Add a fourth server");
});

test("on a phone the form comes with its drawer", async ({ page }) => {
  const requests: string[] = [];
  page.on("request", (request) => {
    if (FORM.test(request.url())) requests.push(request.url());
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await expect(page.locator("html")).toHaveAttribute("data-core", "whole");
  expect(requests).toEqual([]);
  await page.getByRole("button", { name: "Scenario" }).click();
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Add a fourth server");
  expect(requests).toHaveLength(1);
});

for (const [view, many] of [["ring", 0], ["load", 0], ["compare", 1]] as const) {
  test(`a frame with the ${view} asks for ${many === 0 ? "no panels" : "the panels"}`, async ({ page }) => {
    const [requests, said] = [asked(page), complaints(page)];
    const frame = await framed(page, `?preset=add-a-node&step=1&view=${view}&embed=1`);
    await expect(frame.locator("body")).toContainText(/246/u);
    expect(requests).toHaveLength(many);
    expect(said).toEqual([]);
  });
}

test("a link to a moment of a migration opens there, though its panel comes later", async ({ page }) => {
  await page.goto(`${servers.page.url}#preset=keys-in-transit&view=migration&at=4s`);
  await expect(page.locator("sl-migration")).toContainText("4.00 of", { timeout: 20_000 });
});
