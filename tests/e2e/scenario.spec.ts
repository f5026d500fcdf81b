// The scenario as form and text: two views of one thing, with undo, and errors that lose nothing.
import { expect, test } from "@playwright/test";
import { flaws, headline, open, textField, whole } from "./page.ts";

test("an edit in the form is an edit of the text, and undo takes it back", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Add a node" }).click();
  await expect(page.getByRole("radio", { name: /^modulo,/u })).not.toHaveAccessibleName("modulo, 746 moved");
  const field = await textField(page);
  await field.has(/nodes = \["Node A", "Node B", "Node C", "Node E"\]/u);
  await page.getByRole("button", { name: "Undo" }).click();
  await field.has(/nodes = \["Node A", "Node B", "Node C"\]/u);
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  await page.getByRole("button", { name: "Redo" }).click();
  await field.has(/"Node E"/u);
});

test("a change of virtual nodes in the form changes the ring and keeps the layout", async ({ page }) => {
  await open(page);
  await page.getByRole("spinbutton", { name: "virtual nodes, ring, as a number" }).fill("1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: /^ring,/u })).not.toHaveAccessibleName("ring, 246 moved");
  await (await textField(page)).has(/kind {3}= "ring"\nvnodes = 1\n/u);
});

test("an error keeps the last good run, says where and what, and loses nothing", async ({ page }) => {
  await open(page);
  const field = await textField(page);
  const wrong = 'nodes = ["Node A", "Node A"]\n[[strategy]]\nkind = "rign"\n# mine\n';
  await field.fill(wrong);
  await expect(page.getByText("2 things to mend")).toBeVisible();
  await expect(page.getByText('did you mean "ring"?')).toBeVisible();
  await expect(page.getByText("last good run").first()).toBeVisible();
  await expect(page.getByRole("radio", { name: "ring, 246 moved" })).toBeVisible();
  await field.has(wrong);
  await page.getByRole("button", { name: /rign/u }).click();
  expect(await field.selected()).toBe('"rign"');
});

const HOSTILE: readonly (readonly [string, string])[] = [
  ["empty", ""],
  ["a megabyte", `# ${"x".repeat(1_000_000)}`],
  ["deep nesting", `nodes = ${"[".repeat(100_000)}`],
  ["no nodes", 'nodes = []\n[[strategy]]\nkind = "ring"\n'],
  ["10,000 nodes", `nodes = [${Array.from({ length: 10_000 }, (_, i) => `"n${String(i)}"`).join(",")}]\n[[strategy]]\nkind = "ring"\n`],
  ["100,000 keys", `nodes = ["a", "b"]\nkeys.list = [${Array.from({ length: 100_000 }, (_, i) => `"${String(i)}"`).join(",")}]\n[[strategy]]\nkind = "ring"\n`],
  ["nothing at all", ""],
  ["a name twice", 'nodes = ["a", "a"]\n[[strategy]]\nkind = "ring"\n'],
  ["vnodes 0", 'nodes = ["a", "b"]\n[[strategy]]\nkind = "ring"\nvnodes = 0\n'],
  ["vnodes -1", 'nodes = ["a", "b"]\n[[strategy]]\nkind = "ring"\nvnodes = -1\n'],
  ["vnodes nan", 'nodes = ["a", "b"]\n[[strategy]]\nkind = "ring"\nvnodes = nan\n'],
  ["vnodes 1e308", 'nodes = ["a", "b"]\n[[strategy]]\nkind = "ring"\nvnodes = 1e308\n'],
];

for (const [what, text] of HOSTILE) {
  test(`${what}: an error within a second, and the text is still there`, async ({ page }) => {
    await open(page);
    await whole(page);
    const field = await textField(page);
    const began = Date.now();
    await field.fill(text);
    await expect(page.getByText(/thing(s)? to mend/u)).toBeVisible({ timeout: 5_000 });
    // Filling a megabyte into a field is the browser's own work; the page's part is what follows it.
    expect(Date.now() - began).toBeLessThan(text.length > 100_000 ? 4_000 : 1_000);
    await field.has(text);
  });
}

test("names with markup, emoji and right-to-left text are shown as text", async ({ page }) => {
  await open(page);
  const field = await textField(page);
  await field.fill('nodes = ["<img src=x onerror=alert(1)>", "🦀🦀", "שרת א"]\n[[strategy]]\nkind = "ring"\n[[step]]\nadd = "<b>D</b>"\n');
  await expect(headline(page)).toContainText("<b>D</b> took");
  expect(await page.locator("img[src=x]").count()).toBe(0);
});

test("a strategy that cannot take a step says so, with what people do instead", async ({ page }) => {
  await open(page);
  const field = await textField(page);
  await field.fill('nodes = ["a", "b", "c"]\n[[strategy]]\nkind = "jump"\n[[strategy]]\nkind = "maglev"\n[[step]]\nremove = "b"\n');
  await expect(page.getByText("c would become number 1, and only the node added last can be removed").first()).toBeVisible();
  await expect(page.getByText("people let a failed node keep its number").first()).toBeVisible();
  await field.fill('nodes = ["a", "b"]\n[[strategy]]\nkind = "maglev"\ntable_size = 100\n');
  await expect(page.getByText("must be a prime").first()).toBeVisible();
});

test("a million keys run in a worker while the page answers, with progress and cancel", async ({ page }) => {
  await open(page);
  const field = await textField(page);
  await field.fill('nodes = ["a", "b", "c"]\n[keys]\ncount = 1_000_000\n[[strategy]]\nkind = "ring"\n[[strategy]]\nkind = "rendezvous"\n[[step]]\nadd = "d"\n');
  const start = page.getByRole("button", { name: /^Run \(/u });
  const cancel = page.getByRole("button", { name: "Cancel" });
  await expect(start.or(cancel)).toBeVisible();
  if (await start.isVisible()) await start.click();
  await expect(cancel).toBeVisible();
  // The longest gap between two turns of the page's own event loop while the run goes on; the best of three windows,
  // since the machine's other work shows in single ones.
  const gap = await page.evaluate(async () => {
    const longest = async (): Promise<number> =>
      await new Promise<number>((done) => {
        let [last, most] = [performance.now(), 0];
        const end = last + 500;
        const turn = (): void => {
          const now = performance.now();
          [most, last] = [Math.max(most, now - last), now];
          if (now > end) done(most);
          else setTimeout(turn, 0);
        };
        turn();
      });
    return Math.min(await longest(), await longest(), await longest());
  });
  expect(gap).toBeLessThan(50);
  await cancel.click();
  await expect(cancel).toBeHidden();
  await field.has(/1_000_000/u);
});

test("an example opens where its story is: at the step that cannot be done, or at its chart", async ({ page }) => {
  await open(page, "?preset=jump-middle");
  await expect(headline(page)).toHaveText("jump cannot do step 2.");
  await expect(page.getByTestId("aside")).toHaveText("Node C would become number 1, and only the node added last can be removed.");
  await expect(page.getByRole("heading", { name: "Keys per node" })).toHaveCount(0);
  expect(await flaws(page)).toEqual([]);
  await page.getByRole("radio", { name: /^anchor/u }).click();
  await expect(headline(page)).toContainText("keys");
  await page.getByRole("button", { name: /^Examples/u }).click();
  await page.getByRole("menuitemradio", { name: /^Rendezvous or ring/u }).click();
  await expect(page.getByRole("tab", { name: "Sweep" })).toHaveAttribute("aria-selected", "true");
});
