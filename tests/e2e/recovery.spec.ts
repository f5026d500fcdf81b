// What breaks is replaced: the page's instance after a trap, a worker that ends in the middle of a run.
import { expect, test } from "@playwright/test";
import { headline, open, textField, whole } from "./page.ts";

/** A scenario that is too long for the page's own thread. */
function keys(count: number): string {
  return `nodes = ["a", "b", "c"]\n[keys]\ncount = ${String(count)}\n[[strategy]]\nkind = "ring"\n[[strategy]]\nkind = "rendezvous"\n[[step]]\nadd = "d"\n`;
}

test("a trap is told, keeps the text, and a fresh instance goes on", async ({ page }) => {
  await open(page);
  await whole(page);
  await page.evaluate(() => {
    const core = (globalThis as unknown as { wasm_bindgen: { check: unknown } }).wasm_bindgen;
    core.check = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
  });
  await page.getByRole("button", { name: "Add a node" }).click();
  await expect(page.getByText("The program stopped in the middle (unreachable). Your text is kept.")).toBeVisible();
  await page.getByRole("button", { name: "Start it again" }).click();
  await expect(page.getByRole("textbox", { name: "Name of Node E" })).toBeVisible();
  await expect(headline(page)).toContainText("Node D took");
  await (await textField(page)).has(/"Node E"/u);
});

test("a worker whose program breaks is told, and the next run has a fresh one", async ({ page }) => {
  await open(page);
  await whole(page);
  const field = await textField(page);
  await field.fill(keys(200_000));
  await expect(headline(page)).toContainText("d took", { timeout: 20_000 });
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      const core = (globalThis as unknown as { wasm_bindgen: { Runner: { prototype: { advance: unknown } } } }).wasm_bindgen;
      core.Runner.prototype.advance = () => {
        throw new WebAssembly.RuntimeError("unreachable");
      };
    });
  }
  await field.fill(keys(200_001));
  await expect(page.getByText("The run stopped: its worker ended (unreachable).")).toBeVisible();
  await field.has(keys(200_001));
  await field.fill(keys(200_002));
  await expect(page.getByText("of 200,002 keys", { exact: false }).first()).toBeVisible({ timeout: 20_000 });
});
