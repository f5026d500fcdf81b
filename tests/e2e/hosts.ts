// Servers for pages that embed figures: the built site as a static host would send it, counted, and pages of another site.
import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8" };
const BEST = 9;

/** What was sent of a file. */
interface Sent {
  times: number;
  bytes: number;
}

export interface Host {
  readonly url: string;
  /** By path, since the last `forget`. */
  readonly sent: Map<string, Sent>;
  close(): Promise<void>;
}

/** Sends what `find` has for a path, packed, to be kept for ten minutes as GitHub Pages says it. */
async function host(name: string, find: (file: string) => Promise<Buffer>): Promise<Host> {
  const sent = new Map<string, Sent>();
  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    const file = decodeURIComponent(url.replace(/[?#].*$/u, "")).replace(/\/$/u, "/index.html").slice(1);
    const body = gzipSync(await find(file), { level: BEST });
    const before = sent.get(file) ?? { times: 0, bytes: 0 };
    sent.set(file, { times: before.times + 1, bytes: before.bytes + body.length });
    response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream", "Content-Encoding": "gzip", "Cache-Control": "max-age=600", "Access-Control-Allow-Origin": "*" });
    response.end(body);
  };
  const server: Server = createServer((request, response) => {
    answer(request.url ?? "/", response).catch(() => {
      response.writeHead(404);
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { url: `http://${name}:${String(port)}/`, sent, close };
}

/** The built site. */
export function serveSite(): Promise<Host> {
  return host("127.0.0.1", (file) => {
    const whole = path.resolve("dist", file);
    if (!whole.startsWith(path.resolve("dist") + path.sep)) throw new Error(file);
    return readFile(whole);
  });
}

/** Pages of another site, by their names. */
export function servePages(pages: ReadonlyMap<string, string>): Promise<Host> {
  return host("localhost", (file) => {
    const page = pages.get(file);
    return page === undefined ? Promise.reject(new Error(file)) : Promise.resolve(Buffer.from(page));
  });
}

/** What was built for other people's pages, under a path, with the site's true address in the place of the document's. */
export function serveBuilt(folder: string, prefix: string, placed: (text: string) => string): Promise<Host> {
  return host("localhost", async (file) => {
    if (!file.startsWith(prefix)) throw new Error(file);
    const whole = path.resolve(folder, file.slice(prefix.length));
    const body = await readFile(whole);
    return [".html", ".js"].includes(path.extname(whole)) ? Buffer.from(placed(body.toString())) : body;
  });
}

/** Bytes of all that was sent, packed. */
export function total(sent: ReadonlyMap<string, Sent>): number {
  return [...sent.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}
