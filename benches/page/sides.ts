// The sides of the benches: Chromium, node, the native program and Python, all asked the same way.
import { type ChildProcess, spawn } from "node:child_process";
import { createReadStream, readFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type Interface, createInterface } from "node:readline";
import HashRing from "hashring";
import { type Browser, type Page, chromium } from "playwright-core";
import { type Answer, type Contestant, Pass, type Request, Table } from "./contestant.ts";

export interface Side {
  ask(request: Request): Promise<Answer>;
}

/** A program that answers a line with a line. */
export class Program implements Side {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(command: string, words: readonly string[]) {
    this.#child = spawn(command, words, { stdio: ["pipe", "pipe", "inherit"] });
    if (this.#child.stdout === null) throw new Error(`${command} has no output`);
    this.#reader = createInterface(this.#child.stdout);
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async ask(request: Request): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const line: IteratorResult<string, unknown> = await this.#lines.next();
    if (line.done === true) throw new Error(`the program ended at ${JSON.stringify(request)}`);
    const answer = JSON.parse(line.value) as Answer & { error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  close(): void {
    this.#child.stdin?.end();
    this.#reader.close();
  }
}

/** npm's hashring calls node's MD5. */
function openNode(request: Request): Contestant {
  const servers = (count: number): string[] => Array.from({ length: count }, (_, node) => String(node));
  return new Pass(
    request.nodes ?? 0,
    (count) => new HashRing(servers(count), "md5", { "vnode count": 100 }),
    (ring, key) => Number(ring.get(key)),
  );
}

export function nodeSide(): Side {
  const table = new Table(openNode);
  return { ask: (request) => table.answer(request) };
}

const KINDS: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves a folder to this machine's browser. */
function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").replace(/^\//u, "").replace(/[^\w./-]|\.\./gu, "") || "index.html";
    response.setHeader("Content-Type", KINDS[extname(path)] ?? "application/octet-stream");
    const file = createReadStream(join(folder, path));
    file.on("error", () => {
      response.writeHead(404).end();
    });
    file.pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

/** Headless Chromium with the page of the benches. */
export class Chromium {
  private constructor(
    readonly version: string,
    readonly hasSimd: boolean,
    private readonly files: Record<string, string>,
    private readonly server: Server,
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  /** `folder` has the page; the built site of Shardlab stands in it as `site`. */
  static async start(folder: string): Promise<Chromium> {
    const server = await serve(folder);
    const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"];
    const executablePath = process.env["SHARDLAB_CHROMIUM"] ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args });
    const page = await browser.newPage();
    page.on("console", (message) => {
      console.log(`page: ${message.text()}`);
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const index = readFileSync(join(folder, "site/index.html"), "utf8");
    const named = (part: RegExp): string | undefined => part.exec(index)?.[1];
    const simd = named(/data-[\w-]*simd[\w-]*="([^"]+\.wasm)"/u);
    const ours = named(/data-whole-wasm="([^"]+)"/u) ?? "";
    const files = { bare: "bare.wasm", simd: "bare-simd.wasm", glue: `site/${named(/data-whole-glue="([^"]+)"/u) ?? ""}`, ours: `site/${ours}` };
    const all = simd === undefined ? files : { ...files, oursSimd: `site/${simd}` };
    return new Chromium(browser.version(), simd !== undefined, all, server, browser, page);
  }

  /** Fresh workers. */
  async workers(count: number): Promise<void> {
    await this.page.evaluate(([count, files]) => window.benchStart(count, files), [count, this.files] as const);
  }

  worker(number: number): Side {
    return {
      ask: (request) => this.page.evaluate(([number, request]) => window.benchAsk(number, request), [number, request] as const),
    };
  }

  /** The wall time of a count shared by workers. */
  share(name: string, begin: number, keys: number, workers: number): Promise<number> {
    return this.page.evaluate(([name, begin, keys, workers]) => window.benchShare(name, begin, keys, workers), [name, begin, keys, workers] as const);
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }
}
