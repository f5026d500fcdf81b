// A browser driven by plain WebDriver: what a smoke test needs of it, and no more.
import { spawn, type ChildProcess } from "node:child_process";
import { expect } from "@playwright/test";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export class Driver {
  #session = "";

  private constructor(
    private readonly base: string,
    private readonly process: ChildProcess,
  ) {}

  /** Starts the driver on a display of its own, and a browser. */
  static async open(program: string, port: number): Promise<Driver> {
    // Without a graphics card what WebKitGTK composes with would wait for one.
    const env = { ...process.env, WEBKIT_DISABLE_COMPOSITING_MODE: "1", WEBKIT_DISABLE_DMABUF_RENDERER: "1", LIBGL_ALWAYS_SOFTWARE: "1" };
    const child = spawn("xvfb-run", ["-a", "-s", "-screen 0 1280x900x24", program, `--port=${port}`], { env, detached: true, stdio: "ignore" });
    const driver = new Driver(`http://127.0.0.1:${port}`, child);
    await expect.poll(() => fetch(`${driver.base}/status`).then(({ ok }) => ok, () => false), { timeout: 30_000 }).toBe(true);
    const { sessionId } = await driver.#ask<{ sessionId: string }>("POST", "/session", { capabilities: {} });
    driver.#session = `/session/${sessionId}`;
    await driver.#ask("POST", `${driver.#session}/window/rect`, { width: 1280, height: 900 });
    return driver;
  }

  async close(): Promise<void> {
    await this.#ask("DELETE", this.#session).catch(() => undefined);
    // The group is ours alone: the driver and its display.
    if (this.process.pid !== undefined) process.kill(-this.process.pid);
  }

  async go(url: string): Promise<void> {
    await this.#ask("POST", `${this.#session}/url`, { url });
  }

  async reload(): Promise<void> {
    await this.#ask("POST", `${this.#session}/refresh`, {});
  }

  /** What the body of a function gives in the page. */
  async run<T>(script: string, ...args: unknown[]): Promise<T> {
    return this.#ask<T>("POST", `${this.#session}/execute/sync`, { script, args });
  }

  /** The text of the first element that a selector finds. */
  async text(selector: string): Promise<string> {
    return this.run<string>("return document.querySelector(arguments[0])?.textContent ?? ''", selector);
  }

  async has(selector: string, text: string | RegExp): Promise<void> {
    await expect.poll(() => this.text(selector), { timeout: 30_000 }).toMatch(text);
  }

  async press(selector: string): Promise<void> {
    await this.#press(await this.#find(selector));
  }

  /** Presses the button or link that has this name. */
  async pressNamed(name: string, within = ""): Promise<void> {
    const named = `normalize-space(.)="${name}" or @aria-label="${name}"`;
    await this.#press(await this.#find(`${within}//*[self::button or self::a][${named}]`, "xpath"));
  }

  /** Types by keys. */
  async type(selector: string, text: string): Promise<void> {
    await this.#ask("POST", `${this.#session}/element/${await this.#find(selector)}/value`, { text });
  }

  /** What stands in a field. */
  async value(selector: string): Promise<string> {
    return this.run<string>("return document.querySelector(arguments[0]).value", selector);
  }

  /** Goes over to the window that what is done opens. */
  async enterOpened(done: () => Promise<void>): Promise<void> {
    const handles = (): Promise<string[]> => this.#ask<string[]>("GET", `${this.#session}/window/handles`);
    const before = await handles();
    const opened = async (): Promise<string | undefined> => (await handles()).find((one) => !before.includes(one));
    await done();
    await expect.poll(opened, { timeout: 10_000 }).toBeDefined();
    await this.turnTo((await opened()) ?? "");
  }

  /** Opens a window beside those that are there, and goes over to it. */
  async another(): Promise<void> {
    await this.turnTo((await this.#ask<{ handle: string }>("POST", `${this.#session}/window/new`, { type: "window" })).handle);
  }

  /** The window that is driven. */
  async window(): Promise<string> {
    return this.#ask<string>("GET", `${this.#session}/window`);
  }

  async turnTo(handle: string): Promise<void> {
    await this.#ask("POST", `${this.#session}/window`, { handle });
  }

  /** Goes into a frame. */
  async enter(selector: string): Promise<void> {
    await this.#ask("POST", `${this.#session}/frame`, { id: { [ELEMENT]: await this.#find(selector) } });
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(await this.#ask<string>("GET", `${this.#session}/screenshot`), "base64");
  }

  async #press(element: string): Promise<void> {
    await this.#ask("POST", `${this.#session}/element/${element}/click`, {});
  }

  async #find(selector: string, using: "css selector" | "xpath" = "css selector"): Promise<string> {
    const found = await this.#ask<Record<string, string>>("POST", `${this.#session}/element`, { using, value: selector });
    return found[ELEMENT] ?? "";
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(this.base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error ?? ""} ${value.message ?? ""}`);
    return value;
  }
}
