// What the tests of the page share: opening it, waiting for figures, and reading what people read.
import AxeBuilder from "@axe-core/playwright";
import { expect, type BrowserContext, type FrameLocator, type Locator, type Page } from "@playwright/test";
import { servers } from "./servers.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Opens the page and waits until the figures of a run stand on it. */
export async function open(page: Page, address = "", url: string = servers.page.url): Promise<void> {
  await page.goto(url + address);
  await expect(page.getByRole("radio").first()).toBeVisible();
}

/** Waits until the whole core has taken the place of the first one. */
export async function whole(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-core", "whole");
}

/** Collects every complaint of the browser: errors, refused content, broken policy. */
export function complaints(page: Page): string[] {
  const all: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") all.push(message.text());
  });
  page.on("pageerror", (error) => all.push(error.message));
  return all;
}

/** Lets every breach of a policy, in every page and frame to come, be an error of the console: engines log them each in its own way. */
export async function policed(where: Page | BrowserContext): Promise<void> {
  await where.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`violation of ${violatedDirective} by ${blockedURI}`);
    });
  });
}

/** What the footer says of use without a network. */
export function keptStatus(page: Page): Locator {
  return page.getByTestId("offline");
}

/** Waits until the page is kept; what runs code may still be missing. */
export async function kept(page: Page, how: RegExp = /^kept/u): Promise<void> {
  await expect(keptStatus(page)).toHaveAttribute("data-kept", how, { timeout: 30_000 });
}

/** The sentence of the results. */
export function headline(page: Page | FrameLocator): Locator {
  return page.getByTestId("headline");
}

/** A row of the comparison as the texts of its cells. */
export async function row(page: Page, strategy: string): Promise<string[]> {
  const found = page.getByTestId("compare").locator("tbody tr").filter({ has: page.getByRole("rowheader").getByText(strategy, { exact: true }) });
  await found.waitFor();
  return (await found.locator("th,td").allInnerTexts()).map((text) => text.replace(/\s+/gu, " ").trim());
}

/** The scenario's text in its editor, used as a person does: by keys and by pasting. */
export class TextField {
  constructor(private readonly page: Page | FrameLocator) {}

  /** What is typed into: the editor's, or the plain field's where there is no editor. */
  get box(): Locator {
    return this.page.getByRole("textbox", { name: "The scenario as text (TOML)" });
  }

  /** Replaces everything by a text, which is pasted. */
  async fill(text: string): Promise<void> {
    await this.box.press("ControlOrMeta+a");
    if (text === "") await this.box.press("Delete");
    else await paste(this.box, text);
  }

  /** What stands in the field: the editor's own text, not the page's. */
  async inputValue(): Promise<string> {
    return this.page.locator("sl-text").evaluate((text: HTMLElement & { value: string }) => text.value);
  }

  /** Waits until a text stands in the field. */
  async has(text: string | RegExp): Promise<void> {
    const value = expect.poll(() => this.inputValue());
    await (typeof text === "string" ? value.toBe(text) : value.toMatch(text));
  }

  /** The part that is selected. */
  async selected(): Promise<string> {
    return this.page.locator("sl-text").evaluate((text: HTMLElement & { selected: string }) => text.selected);
  }
}

/** Pastes a text at the selection of a field. */
export async function paste(box: Locator, text: string): Promise<void> {
  await box.evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Adds a node by the form, which takes the whole core, and waits for what moved. */
export async function addNode(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Add a node" }).click();
  await hasNode(page);
}

/** Waits until the node is there that `addNode` added. */
export async function hasNode(page: Page): Promise<void> {
  await expect(page.getByRole("textbox", { name: "Name of Node E" })).toBeVisible();
  await expect(headline(page)).toContainText("Node D took");
}

/** Types the workshop's formula into the first challenge, by keys that every engine hears, and waits until it passes. */
export async function passChallenge(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Challenge" }).click();
  await expect(page.locator("sl-code .editor")).toHaveAttribute("data-editor", "ready");
  const field = page.getByRole("textbox", { name: "Your code" });
  await field.press("ControlOrMeta+a");
  // Typing over a selection lets Chromium keep its style in an attribute, which the policy refuses, and says so.
  await field.press("Delete");
  // The editor indents by itself behind the colon.
  await page.keyboard.type("def assign(key, nodes):\nreturn max(nodes, key = lambda n: hash(key + n.name))");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByTestId("verdict")).toContainText("Every check passes.", { timeout: 30_000 });
}

/** Shows the scenario as text and gives its editor. */
export async function textField(page: Page): Promise<TextField> {
  await page.getByRole("radio", { name: "Text" }).or(page.getByRole("tab", { name: "Text" })).or(page.getByRole("button", { name: "Text", exact: true })).first().click();
  await expect(page.locator(".editor")).toHaveAttribute("data-editor", "ready");
  return new TextField(page);
}

/** What axe finds on the page as it stands. */
export async function flaws(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ").slice(0, 300)}`);
}

/** Puts an address into a sandboxed frame of the host's page, which is of another origin, and starts the figure. */
export async function framed(page: Page, address: string, size = 700): Promise<FrameLocator> {
  await page.goto(servers.host.url);
  await page.evaluate(([url, side]) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    Object.assign(frame, { src: url, width: side, height: side, title: "figure" });
    document.body.append(frame);
  }, [servers.page.url + address, String(size)] as const);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Start", exact: true }).click();
  return frame;
}

/** Presses what stands in a frame of another site: Playwright's mouse does not reach a frame of another process in a stock Firefox. */
export async function pressInFrame(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  if (target.page().context().browser()?.browserType().name() !== "firefox") await target.click();
  else
    await target.evaluate((one: HTMLElement) => {
      one.click();
    });
}

/** What a host's page says to the figure in its frame. */
export async function tellFrame(page: Page, type: string): Promise<void> {
  await page.evaluate((type) => {
    document.querySelector("iframe")?.contentWindow?.postMessage({ type }, "*");
  }, type);
}
