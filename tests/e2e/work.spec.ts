// The reader's own work: somebody's link, an example, another tab or a browser that keeps nothing never cost it.
import { expect, test, type Page } from "@playwright/test";
import { open, textField, whole } from "./page.ts";
import { servers } from "./servers.ts";

const named = (title: string): string => `title = "${title}"\nnodes = ["x", "y"]\n\n[[strategy]]\nkind = "ring"\n`;

async function write(page: Page, title: string): Promise<void> {
  await (await textField(page)).fill(named(title));
  await expect(page.getByText("The text is fine.")).toBeVisible();
}

/** The link to a scenario, made by another reader. */
async function linkTo(page: Page, title: string): Promise<string> {
  const link = await page.evaluate((text) => wasm_bindgen.make_link(text, { embed: false }), named(title));
  return servers.page.url + link;
}

/** Opens what the list of examples has under a title. */
async function pick(page: Page, title: string): Promise<void> {
  // The whole core brings more examples into the menu.
  await whole(page);
  await page.getByRole("button", { name: /^Examples/u }).click();
  await page.getByRole("menuitem").or(page.getByRole("menuitemradio")).filter({ has: page.locator(".menu-title").getByText(title, { exact: true }) }).click();
}

async function visit(page: Page, link: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(link);
}

test("mine is kept when I keep it, and when I edit a copy of somebody's", async ({ page }) => {
  await open(page);
  await write(page, "mine");
  const theirs = await linkTo(page, "theirs");
  await visit(page, theirs);
  await page.getByRole("button", { name: "Keep mine" }).click();
  await (await textField(page)).has(named("mine"));
  await visit(page, theirs);
  await page.getByRole("button", { name: "Edit a copy" }).click();
  await expect(page.getByText("The one that you had is kept")).toBeVisible();
  await visit(page, servers.page.url);
  await (await textField(page)).has(named("theirs"));
  await pick(page, "mine");
  await (await textField(page)).has(named("mine"));
  // And the copy waits in its turn, after a new visit too.
  await visit(page, servers.page.url);
  await (await textField(page)).has(named("mine"));
  await pick(page, "theirs");
  await (await textField(page)).has(named("theirs"));
});

test("typing into somebody's scenario does not cost mine", async ({ page }) => {
  await open(page);
  await write(page, "mine");
  await visit(page, await linkTo(page, "theirs"));
  await expect(page.getByRole("button", { name: "Edit a copy" })).toBeVisible();
  await write(page, "theirs, changed");
  await expect(page.getByText("The one that you had is kept")).toBeVisible();
  await visit(page, servers.page.url);
  await (await textField(page)).has(named("theirs, changed"));
  await pick(page, "mine");
  await (await textField(page)).has(named("mine"));
});

test("an example that I go on with does not cost mine", async ({ page }) => {
  await open(page);
  await write(page, "mine");
  await pick(page, "A bigger server");
  await write(page, "from an example");
  await visit(page, servers.page.url);
  await pick(page, "mine");
  await (await textField(page)).has(named("mine"));
});

test("two tabs that both go on with my work lose nothing", async ({ page, context }) => {
  await open(page);
  await write(page, "mine");
  const other = await context.newPage();
  await open(other);
  await write(other, "from the second tab");
  await write(page, "from the first tab");
  await write(other, "from the second tab again");
  const late = await context.newPage();
  await open(late);
  await (await textField(late)).has(named("from the second tab again"));
  await pick(late, "from the first tab");
  await (await textField(late)).has(named("from the first tab"));
});

test("where the browser keeps nothing, a link followed in the same tab costs nothing either", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await open(page);
  await write(page, "mine");
  const theirs = await linkTo(page, "theirs");
  await page.evaluate((hash) => {
    location.hash = hash;
  }, theirs.slice(theirs.indexOf("#")));
  await page.getByRole("button", { name: "Keep mine" }).click();
  await (await textField(page)).has(named("mine"));
  await page.evaluate(() => {
    location.hash = "#preset=weights";
  });
  await page.getByRole("button", { name: "Edit a copy" }).click();
  await pick(page, "mine");
  await (await textField(page)).has(named("mine"));
});

test("the way back to mine stays while the rest of the program is loaded", async ({ page }) => {
  await open(page);
  await write(page, "mine");
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/assets\/(?:whole|simd)-shardlab-.*\.wasm$/u, async (route) => {
    await arrived;
    await route.continue();
  });
  await visit(page, `${servers.page.url}#preset=every-strategy`);
  await expect(page.getByText("Loading the other strategies")).toBeVisible();
  arrive();
  await expect(page.getByRole("button", { name: "Keep mine" })).toBeVisible();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await (await textField(page)).has(named("mine"));
});
