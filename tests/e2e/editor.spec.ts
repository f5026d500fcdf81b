// The editor of the text: typing, problems with their remedies, completion, explanations, and the ways in and out.
import { expect, test, type Page } from "@playwright/test";
import { changes } from "../../www/src/editor/diff.ts";
import { complaints, flaws, headline, open, textField, TextField, whole } from "./page.ts";
import { servers } from "./servers.ts";

const LESSON = 'nodes = ["Node A", "Node B", "Node C"]\n\n[[strategy]]\nkind = "ring"\n\n[[step]]\nadd = "Node D"\n';

/** Opens the page with the whole core and the editor. */
async function openEditor(page: Page): Promise<TextField> {
  await open(page);
  await whole(page);
  return textField(page);
}

/** Puts the cursor behind the first place where a text stands. */
async function behind(page: Page, field: TextField, text: string): Promise<void> {
  const value = await field.inputValue();
  await field.box.press("ControlOrMeta+Home");
  for (let at = 0; at < value.indexOf(text) + text.length; at += 1) await page.keyboard.press("ArrowRight");
}

/** A text with the changes made, from the last to the first. */
function changed(text: string, made: ReturnType<typeof changes>): string {
  return made.reduceRight((now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to), text);
}

test("the changes between two texts make the one of the other and leave alone what stays", () => {
  let seed = 1;
  const below = (most: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  const line = (): string => ["", "a = 1", "b = 2", "[[step]]", `c = ${String(below(4))}`][below(5)] ?? "";
  for (let round = 0; round < 1000; round += 1) {
    const before = Array.from({ length: below(9) }, line).join("\n");
    const after = before.split("\n").flatMap((one) => (below(4) === 0 ? [[], [line()], [one, line()]][below(3)] ?? [] : [one])).join("\n");
    const made = changes(before, after);
    const inOrder = made.every(({ from, to }, i) => from <= to && (made[i + 1]?.from ?? Infinity) >= to);
    if (changed(before, made) !== after || !inOrder || (before === after && made.length > 0)) throw new Error(JSON.stringify({ before, after, made }));
  }
  const text = 'nodes = ["Node A"]\nkept = 1\n\n[[step]]\nremove = "Node A"\n';
  const named = [text.indexOf("Node A"), text.lastIndexOf("Node A")].map((from) => ({ from, to: from + 6, insert: "big" }));
  expect(changes(text, text.replaceAll("Node A", "big"))).toEqual(named);
  expect(changes(text, text.replace("[[step]]", "[[strategy]]\n\n[[step]]"))).toHaveLength(1);
});

test("what is typed is run, and one undo takes it back", async ({ page }) => {
  const field = await openEditor(page);
  await behind(page, field, "vnodes = 100");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("05");
  await field.has(/vnodes = 1005\n/u);
  await expect(page.getByRole("radio", { name: /^ring,/u })).not.toHaveAccessibleName("ring, 246 moved");
  await page.keyboard.press("ControlOrMeta+z");
  await field.has(/vnodes = 100\n/u);
  await expect(page.getByRole("radio", { name: "ring, 246 moved" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await field.has(/vnodes = 1005\n/u);
  await page.getByRole("button", { name: "Undo" }).click();
  await field.has(/vnodes = 100\n/u);
});

test("names, texts and comments have colours of the page's own roles", async ({ page }) => {
  const field = await openEditor(page);
  await field.fill(`# mine\n${LESSON}`);
  const colour = (text: string): Promise<string> => page.locator(".cm-line span", { hasText: text }).first().evaluate((span) => getComputedStyle(span).color);
  const role = (name: string): Promise<string> => page.evaluate((one) => {
    const probe = document.createElement("i");
    probe.style.color = `var(${one})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);
  expect(await colour('"ring"')).toBe(await role("--accent"));
  expect(await colour("# mine")).toBe(await role("--ink-soft"));
  expect(await colour("[[strategy]]")).toBe(await role("--ink"));
});

test("a problem is marked at its place, and its sure remedy is one press away", async ({ page }) => {
  const field = await openEditor(page);
  await field.fill(LESSON.replace('"ring"', '"rign"'));
  await expect(page.getByText("1 thing to mend")).toBeVisible();
  await expect(page.locator(".cm-lintRange-error")).toHaveText('"rign"');
  await page.getByRole("button", { name: 'Write "ring"' }).click();
  await field.has(LESSON);
  await expect(page.getByText("The text is fine.")).toBeVisible();
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
  // The same from the mark itself.
  const points = (name: string): string => LESSON.replace('"ring"', `"ring"\n${name} = 3`);
  await field.fill(points("vnodez"));
  await page.locator(".cm-lintRange-error", { hasText: "vnodez" }).hover();
  await page.locator(".cm-tooltip").getByRole("button", { name: "Write vnodes" }).click();
  await field.has(points("vnodes"));
  await page.getByRole("button", { name: "Undo" }).click();
  await field.has(points("vnodez"));
});

test("marks stand right in a text with lines of Windows and letters beyond the first plane", async ({ page }) => {
  const field = await openEditor(page);
  await field.fill(`title = "🦀🦀"\r\n${LESSON.replaceAll("\n", "\r\n").replace('"ring"', '"rign"')}`);
  await expect(page.locator(".cm-lintRange-error")).toHaveText('"rign"');
  await page.getByRole("button", { name: 'Write "ring"' }).click();
  await field.has(`title = "🦀🦀"\n${LESSON}`);
});

test("completion offers what the registry has, with range and default, and writes it", async ({ page }) => {
  const field = await openEditor(page);
  await field.fill(LESSON);
  await behind(page, field, 'kind = "ring"');
  await page.keyboard.press("Enter");
  await page.keyboard.type("vn");
  const list = page.getByRole("listbox");
  await expect(list.getByRole("option").first()).toContainText("vnodes");
  await expect(list.getByRole("option").first()).toContainText("1 to 100000");
  await expect(list.getByRole("option").first()).toContainText("default 100");
  await page.keyboard.press("Tab");
  await page.keyboard.type("7");
  await field.has(/kind = "ring"\nvnodes = 7\n/u);
  // Values: every kind of the registry.
  await behind(page, field, 'kind = "ring');
  await page.keyboard.press("Control+Space");
  await expect(list.getByRole("option")).toHaveCount(1);
  for (let i = 0; i < 4; i += 1) await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+Space");
  await expect(list.getByRole("option", { name: /rendezvous/u })).toBeVisible();
  expect(await list.getByRole("option").count()).toBeGreaterThan(15);
  await page.keyboard.type("mag");
  await expect(list.getByRole("option").first()).toContainText("maglev");
  await page.keyboard.press("Enter");
  await field.has(/kind = "maglev"\n/u);
});

test("pointing at a name says what it means", async ({ page }) => {
  const field = await openEditor(page);
  await field.fill(`${LESSON}\n[incident]\nretries = 2\n`);
  await page.locator(".cm-line span", { hasText: "retries" }).hover();
  await expect(page.locator(".cm-tooltip .about")).toContainText("How often a client tries again");
  await expect(page.locator(".cm-tooltip .about")).toContainText("0 to 100");
  await page.locator(".cm-line span", { hasText: '"ring"' }).hover();
  await expect(page.locator(".cm-tooltip .about")).toContainText('"ring"');
});

test("an edit from a control is a small change, and the cursor keeps its place", async ({ page }) => {
  const field = await openEditor(page);
  await behind(page, field, 'pattern = "key');
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByRole("button", { name: "Add a node" }).click();
  await page.getByRole("textbox", { name: "Name of Node A" }).fill("The first one");
  await page.keyboard.press("Enter");
  await page.getByRole("spinbutton", { name: "virtual nodes, ring, as a number" }).fill("12");
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Text" }).click();
  await field.has(/"The first one"[^]*"Node E"[^]*vnodes = 12\n/u);
  await field.box.focus();
  await page.keyboard.type("X");
  await field.has(/pattern = "keyX_\{i\}"/u);
});

test("a text is laid out on request, comments kept", async ({ page }) => {
  const field = await openEditor(page);
  await field.fill('nodes=["a","b"]   # two\n[[strategy]]\nkind="ring"\nvnodes = 3\n');
  await page.getByRole("button", { name: "Lay out" }).click();
  await field.has('nodes = ["a", "b"]   # two\n\n[[strategy]]\nkind   = "ring"\nvnodes = 3\n');
  await page.getByRole("button", { name: "Undo" }).click();
  await field.has(/nodes=\["a","b"\]/u);
  await field.box.press("Shift+Alt+f");
  await field.has(/nodes = \["a", "b"\]/u);
  await field.fill("nodes = [");
  await page.getByRole("button", { name: "Lay out" }).click();
  await expect(page.getByText("Line 1 of the text is not TOML: mend it first")).toBeVisible();
});

test("a keyboard gets in and out: Tab indents, Escape and then Tab leaves", async ({ page }) => {
  const field = await openEditor(page);
  const inside = (): Promise<boolean> => page.evaluate(() => document.activeElement?.classList.contains("editor-root") ?? false);
  await page.getByRole("tab", { name: "Text" }).focus();
  await page.keyboard.press("Tab");
  expect(await inside()).toBe(true);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("Tab");
  await field.has(/^ {2}title/u);
  expect(await inside()).toBe(true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect(await inside()).toBe(false);
  await page.keyboard.press("Shift+Tab");
  expect(await inside()).toBe(true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Tab");
  expect(await inside()).toBe(false);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    test(`axe finds nothing with the editor open in ${colorScheme} at ${String(width)}, and no policy is broken`, async ({ browser }) => {
      // Each look of axe takes seconds.
      test.setTimeout(60_000);
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      const said = complaints(page);
      await open(page);
      await whole(page);
      if (width < 1100) await page.getByRole("button", { name: "Scenario" }).click();
      const field = await textField(page);
      expect(await flaws(page)).toEqual([]);
      await field.fill(`${LESSON.replace('"ring"', '"rign"')}title = 3\n`);
      await expect(page.locator(".cm-lintRange-error").first()).toBeVisible();
      expect(await flaws(page)).toEqual([]);
      await behind(page, field, "kind = ");
      await page.keyboard.press("Control+Space");
      await expect(page.getByRole("listbox")).toBeVisible();
      expect(await flaws(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      expect(said).toEqual([]);
      await context.close();
    });
  }
}

test("where the editor does not load, a plain field does the same, and the next look tries again", async ({ page }) => {
  let blocked = true;
  await page.route(/assets\/editor-.*\.js$/u, async (route) => {
    await (blocked ? route.abort() : route.continue());
  });
  await open(page);
  await whole(page);
  await page.getByRole("tab", { name: "Text" }).click();
  const plain = page.locator("sl-text textarea");
  await expect(page.getByText("The editor could not be loaded.")).toBeVisible();
  await plain.fill(LESSON.replace('"ring"', '"rign"'));
  await expect(page.getByText("1 thing to mend")).toBeVisible();
  await page.getByRole("button", { name: 'Write "ring"' }).click();
  await expect(plain).toHaveValue(LESSON);
  await expect(headline(page)).toContainText("Node D took");
  expect(await flaws(page)).toEqual([]);
  blocked = false;
  await page.getByRole("tab", { name: "Form" }).click();
  const field = await textField(page);
  await field.has(LESSON);
  await expect(plain).toHaveCount(0);
});

test("what is typed before the editor is there stays, and so do focus and selection", async ({ page }) => {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/assets\/editor-.*\.js$/u, async (route) => {
    await arrived;
    await route.continue();
  });
  await open(page);
  await page.getByRole("tab", { name: "Text" }).click();
  const plain = page.locator("sl-text textarea");
  await plain.fill(LESSON);
  await plain.evaluate((area: HTMLTextAreaElement) => {
    area.setSelectionRange(10, 16);
  });
  arrive();
  await expect(page.locator(".editor")).toHaveAttribute("data-editor", "ready");
  const field = new TextField(page);
  await field.has(LESSON);
  expect(await field.selected()).toBe("Node A");
  await page.keyboard.type("First");
  await field.has(LESSON.replace("Node A", "First"));
});

test("the editor works in a sandboxed frame of another origin", async ({ page }) => {
  const said = complaints(page);
  await page.goto(servers.host.url);
  await page.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    Object.assign(frame, { src: url, width: "1200", height: "760", title: "playground" });
    document.body.append(frame);
  }, `${servers.page.url}?preset=add-a-node`);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("tab", { name: "Text" }).click();
  await expect(frame.locator(".editor")).toHaveAttribute("data-editor", "ready");
  const field = new TextField(frame);
  await field.fill(LESSON.replace('"ring"', '"rign"'));
  await frame.getByRole("button", { name: 'Write "ring"' }).click();
  await field.has(LESSON);
  expect(said).toEqual([]);
});

test("what a text expects is shown as passed or failed, with what was found", async ({ page }) => {
  const field = await openEditor(page);
  await field.fill(`${LESSON}\n[[expect]]\nmoved_below = 0.3\n\n[[expect]]\nmoved_above = 0.3\n`);
  const expected = page.getByTestId("expected");
  await expect(expected).toContainText("1 of 2 holds.");
  await expect(expected.getByRole("listitem").first()).toHaveText(/passed\s+ring: keys moved below 30 %\s+\(found: step 1: 24\.6 %\)/u);
  await expect(expected.getByRole("listitem").last()).toHaveText(/failed\s+ring: keys moved above 30 %\s+\(found: step 1: 24\.6 %\)/u);
  expect(await flaws(page)).toEqual([]);
  await field.fill(`${LESSON}\n[[expect]]\nmoved_below = 0.3\n`);
  await expect(expected).toContainText("It holds.");
  await field.fill(LESSON);
  await expect(expected).toHaveCount(0);
});
