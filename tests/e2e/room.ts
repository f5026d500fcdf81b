// A host that a test switches off, counts at, and puts another release on; it sends what docs/hosting.md says, or nothing of it.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8" };

/** What was sent since the count began: bytes with their headers, as they go through the air, and the addresses asked for. */
export interface Sent {
  readonly bytes: number;
  readonly paths: readonly string[];
}

export class Room {
  /** Files that come altered, as a network does that asks for a login first. */
  readonly spoiled = new Set<string>();
  readonly #server = createServer((request, response) => {
    this.#answer(request, response);
  });
  readonly #sockets = new Set<Socket>();
  readonly #packed = new Map<string, Buffer>();
  #port = 0;
  #bytes = 0;
  #before = 0;
  #paths: string[] = [];

  /** `sites`: a folder by the path that it is served under; `packing`: by what, or bare, without all that a host should say. */
  constructor(
    readonly sites: Record<string, string>,
    private readonly packing: "gzip" | "br" | "bare" = "gzip",
  ) {
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => {
        this.#bytes += socket.bytesWritten;
        this.#sockets.delete(socket);
      });
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((done) => {
      this.#server.listen(this.#port, "127.0.0.1", done);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** The host is gone, and nobody gets an answer. */
  async close(): Promise<void> {
    await new Promise((done) => {
      this.#server.close(done);
      this.#server.closeAllConnections();
    });
  }

  url(path = "/"): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  /** Begins to count. */
  count(): void {
    this.#before = this.#total;
    this.#paths = [];
  }

  get sent(): Sent {
    return { bytes: this.#total - this.#before, paths: this.#paths };
  }

  get #total(): number {
    return [...this.#sockets].reduce((sum, socket) => sum + socket.bytesWritten, this.#bytes);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? "/", this.url());
    this.#paths.push(pathname);
    const [prefix, folder] = Object.entries(this.sites).find(([path]) => pathname.startsWith(path)) ?? ["/", "nowhere"];
    const inner = normalize(pathname.slice(prefix.length) || "index.html");
    let body: Buffer;
    try {
      body = this.spoiled.has(inner) ? Buffer.from("<p>Please log in to the network.</p>") : readFileSync(join(folder, inner));
    } catch {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(inner)] ?? "application/octet-stream";
    if (this.packing === "bare") response.writeHead(200, { "Content-Type": type }).end(body);
    else this.#send(request, response, inner, type, body);
  }

  #send(request: IncomingMessage, response: ServerResponse, inner: string, type: string, body: Buffer): void {
    const tag = `W/"${digest(body).slice(0, 16)}"`;
    const lasting = inner.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    const headers = { "Content-Type": type, "Cache-Control": lasting, ETag: tag, Vary: "Accept-Encoding", "Access-Control-Allow-Origin": "*" };
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304, headers).end();
      return;
    }
    const packed = this.#packed.get(tag) ?? (this.packing === "br" ? brotliCompressSync(body) : gzipSync(body, { level: 9 }));
    this.#packed.set(tag, packed);
    response.writeHead(200, { ...headers, "Content-Encoding": this.packing, "Content-Length": packed.length }).end(packed);
  }
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

interface Listed {
  path: string;
  sha256: string;
}

const HEAD = /^self\.shardlabRelease=(.*);$/mu;

/** A copy of the built site as the release `version`: another page script and another editor, under other names. */
export function newerRelease(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), "shardlab-release-"));
  cpSync("dist", folder, { recursive: true });
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const worker = read("sw.js");
  const release = JSON.parse(HEAD.exec(worker)?.[1] ?? "") as { version: string; id: string; files: Listed[] };
  let index = read("index.html").replace(`data-version="${release.version}"`, `data-version="${version}"`);
  for (const name of ["main", "editor"]) {
    const file = release.files.find(({ path }) => path.startsWith(`assets/${name}-`));
    if (file === undefined) throw new Error(`the release lists no ${name}`);
    const old = file.path;
    const content = `${read(old)}\n// ${version}\n`;
    Object.assign(file, { path: `assets/${name}-${digest(content).slice(0, 16)}.js`, sha256: digest(content) });
    renameSync(join(folder, old), join(folder, file.path));
    writeFileSync(join(folder, file.path), content);
    index = index.replace(old, file.path);
  }
  const id = digest(version).slice(0, 16);
  index = index.replace(`data-release="${release.id}"`, `data-release="${id}"`);
  writeFileSync(join(folder, "index.html"), index);
  const page = release.files.find(({ path }) => path === "./");
  if (page === undefined) throw new Error("the release lists no page");
  page.sha256 = digest(index);
  writeFileSync(join(folder, "sw.js"), worker.replace(HEAD, () => `self.shardlabRelease=${JSON.stringify({ ...release, version, id })};`));
  return folder;
}

/** A copy as it is built for an origin that is known, with --origin. */
export function releaseFor(origin: string): string {
  const folder = mkdtempSync(join(tmpdir(), "shardlab-origin-"));
  cpSync("dist", folder, { recursive: true });
  const index = readFileSync("dist/index.html", "utf8").replace(/(?<=Content-Security-Policy" content=")[^"]*/u, (policy) => policy.replaceAll("'self'", `'self' ${origin}`));
  writeFileSync(join(folder, "index.html"), index);
  const worker = readFileSync("dist/sw.js", "utf8");
  const page = `"path":"./","sha256":"${digest(readFileSync("dist/index.html"))}"`;
  if (!worker.includes(page)) throw new Error("the release lists no page");
  writeFileSync(join(folder, "sw.js"), worker.replace(page, `"path":"./","sha256":"${digest(index)}"`));
  return folder;
}

/** A copy whose host has given the service worker up: what the build makes with --without-offline. */
export function retiredRelease(): string {
  const folder = mkdtempSync(join(tmpdir(), "shardlab-retired-"));
  cpSync("dist", folder, { recursive: true });
  const index = readFileSync("dist/index.html", "utf8").replace(/ data-(?:sw|release)="[^"]*"/gu, "");
  writeFileSync(join(folder, "index.html"), index);
  cpSync("dist/sw-retired.js", join(folder, "sw.js"));
  return folder;
}
