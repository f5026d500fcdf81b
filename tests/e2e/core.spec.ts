// The core in two parts: the first view needs the small one alone, and whatever asks for more gets the whole one.
import { expect, test, type Page } from "@playwright/test";
import { headline, open, textField, whole } from "./page.ts";
import { servers } from "./servers.ts";

const MAGLEV = 'nodes = ["a", "b", "c"]\n[[strategy]]\nkind = "maglev"\n[[step]]\nadd = "d"\n';

async function withoutWhole(page: Page): Promise<void> {
  await page.route(/assets\/whole-/u, (route) => route.abort());
}

test("the first view needs the small core alone", async ({ page }) => {
  await withoutWhole(page);
  await open(page);
  await expect(page.getByRole("radio", { name: "modulo, 746 moved" })).toBeVisible();
  const field = await textField(page);
  await field.fill((await field.inputValue()).replace("vnodes = 100", "vnodes = 50"));
  await expect(page.getByRole("figure", { name: /^ring, 50 points a node, \+ Node D/u })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-core", "first");
  await expect(page.getByRole("alert")).toHaveText("");
});

test("what needs more says so where it cannot be had, and the text is kept", async ({ page }) => {
  await withoutWhole(page);
  await open(page);
  const field = await textField(page);
  await field.fill(MAGLEV);
  await expect(page.getByText(/The rest of the program could not be loaded/u)).toBeVisible();
  await field.has(MAGLEV);
  await page.unroute(/assets\/whole-/u);
  await field.fill(`${MAGLEV}# again\n`);
  await expect(headline(page)).toContainText("moved");
  await whole(page);
});

test("a scenario with another strategy brings the whole core at once", async ({ page }) => {
  await open(page);
  const field = await textField(page);
  await field.fill(MAGLEV);
  await expect(page.getByRole("radio", { name: /^maglev, \d+ moved$/u })).toBeVisible();
  await whole(page);
});

test("a run whose worker still starts when the whole core comes is carried out", async ({ page }) => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route(/assets\/worker-/u, async (route) => {
    await held;
    await route.continue();
  });
  await open(page);
  const field = await textField(page);
  await field.fill('title = "Held"\nnodes = ["a", "b", "c"]\nkeys.count = 300_000\n[[strategy]]\nkind = "ring"\n[[step]]\nadd = "d"\n');
  await whole(page);
  await expect(page).not.toHaveTitle(/^Held/u);
  letGo();
  await expect(page).toHaveTitle(/^Held/u, { timeout: 20_000 });
});

test("both cores give the same report", async ({ page }) => {
  await page.goto(servers.page.url);
  const reports = await page.evaluate(async () => {
    const known = document.querySelector<HTMLScriptElement>("script[data-worker]")?.dataset ?? {};
    const text = 'nodes = ["a", { name = "b", weight = 2 }, "c"]\nreplicas = 2\n[keys]\ncount = 3000\n[[strategy]]\nkind = "modulo"\n[[strategy]]\nkind = "ring"\n[[strategy]]\nkind = "rendezvous"\n[[step]]\nfail = "a"\n[[step]]\nadd = "d"\n';
    const bytes: string[] = [];
    for (const prefix of ["", "whole"]) {
      const of = (name: string): string => known[prefix === "" ? name : prefix + name.charAt(0).toUpperCase() + name.slice(1)] ?? "";
      const glue = await (await fetch(of("glue"))).text();
      const wasm = await (await fetch(of("wasm"))).arrayBuffer();
      const url = URL.createObjectURL(
        new Blob([`${glue}; onmessage = (event) => { wasm_bindgen.initSync({ module: event.data.wasm }); const run = new wasm_bindgen.Runner(event.data.text); while (!run.advance(100000).finished); postMessage(Array.from(run.report()).join()); };`], { type: "text/javascript" }),
      );
      const worker = new Worker(url);
      bytes.push(
        await new Promise<string>((resolve, reject) => {
          worker.onmessage = (event: MessageEvent<string>) => {
            resolve(event.data);
          };
          worker.onerror = (event) => {
            reject(new Error(event.message));
          };
          worker.postMessage({ wasm, text });
        }),
      );
      worker.terminate();
    }
    return bytes;
  });
  expect(reports[0]?.length).toBeGreaterThan(1000);
  expect(reports[1]).toBe(reports[0]);
});

test("with SIMD and without it the counts of a whole key set are the same", async ({ page }) => {
  await page.goto(servers.page.url);
  const counts = await page.evaluate(async () => {
    const known = document.querySelector<HTMLScriptElement>("script[data-worker]")?.dataset ?? {};
    const kinds = ["modulo", "ring", "rendezvous", "jump", "maglev", "anchor", "multi-probe"];
    const strategies = kinds.map((kind) => `[[strategy]]\nkind = "${kind}"\n`).join("");
    const texts = ["ids = 50_000", "count = 50_000", 'count = 50_000\npattern = "a text of more than fifty-five bytes, so that it has two blocks: {i}"'];
    const glue = await (await fetch(known["wholeGlue"] ?? "")).text();
    const worker = `${glue}; onmessage = ({ data }) => { wasm_bindgen.initSync({ module: data.wasm }); postMessage(data.texts.map((text) => { const scale = new wasm_bindgen.Scale(text); while (!scale.build_one()); scale.count(0, 50_000); return Array.from(scale.counts()).join(); }).join("|")); };`;
    const found: string[] = [];
    for (const file of ["wholeWasm", "simdWasm"]) {
      const wasm = await (await fetch(known[file] ?? "")).arrayBuffer();
      const at = new Worker(URL.createObjectURL(new Blob([worker], { type: "text/javascript" })));
      found.push(
        await new Promise<string>((done, fail) => {
          at.onmessage = (event: MessageEvent<string>) => {
            done(event.data);
          };
          at.onerror = (event) => {
            fail(new Error(event.message));
          };
          at.postMessage({ wasm, texts: texts.map((keys) => `nodes = ["a", "b", "c"]\n[keys]\n${keys}\n${strategies}[[step]]\nadd = "d"\n`) });
        }),
      );
      at.terminate();
    }
    return found;
  });
  expect(counts[0]?.split("|")).toHaveLength(3);
  expect(counts[1]).toBe(counts[0]);
});
