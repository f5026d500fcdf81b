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
    await this.#ask("POST", `${this.#session}/element/${await this.#find(selector)}/click`, {});
  }

  /** Goes into a frame. */
  async enter(selector: string): Promise<void> {
    await this.#ask("POST", `${this.#session}/frame`, { id: { [ELEMENT]: await this.#find(selector) } });
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(await this.#ask<string>("GET", `${this.#session}/screenshot`), "base64");
  }

  async #find(selector: string): Promise<string> {
    const found = await this.#ask<Record<string, string>>("POST", `${this.#session}/element`, { using: "css selector", value: selector });
    return found[ELEMENT] ?? "";
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(this.base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error ?? ""} ${value.message ?? ""}`);
    return value;
  }
}
