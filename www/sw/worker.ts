// The service worker: keeps one release of the site whole, each file checked, and answers from it. A newer one waits until it is asked for.
import { cachePrefix, type Release, type ReleaseFile, type Told, type ToPage, type ToWorker } from "../src/offline/contract.ts";
import { retire } from "./retiring.ts";
import { withSimd } from "../src/core/simd.ts";

declare const self: ServiceWorkerGlobalScope & { readonly shardlabRelease: Release };

const { scope } = self.registration;
const release = self.shardlabRelease;
const prefix = cachePrefix(scope);
const own = prefix + release.id;
const files = new Map(release.files.map((file) => [file.path, file]));
const must = release.files.filter(({ when }) => when !== "later" && isOurs(when));
const later = release.files.filter(({ when }) => when === "later");
/** A page that has not said by then which release it is keeps all. */
const ANSWER_WITHIN_MS = 2000;

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  event.waitUntil(answer(event.data as ToWorker, event.ports[0]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(scope)) return;
  const path = pathOf(url);
  const opens = request.mode === "navigate";
  if (opens && url.searchParams.has("retire")) event.respondWith(retired(request));
  else if (files.has(path) || path.startsWith("assets/")) event.respondWith(respond(event, path));
  else if (opens) event.respondWith(fetch(request).catch(() => find("404.html").then((page) => page ?? Response.error())));
});

/** The page from its host, and nothing kept from then on; without a network all stays. */
async function retired(request: Request): Promise<Response> {
  const page = await fetch(request);
  await retire(self.registration);
  return page;
}

/** The path below the folder; that of the page is `./`, whatever it is asked for. */
function pathOf({ origin, pathname }: URL): string {
  const path = (origin + pathname).slice(scope.length);
  return path === "" || path === "index.html" ? "./" : path;
}

function addressOf(path: string): string {
  return new URL(path, scope).href;
}

/** Fetches what a release must have, one file after the other: the page that is at work goes first. */
async function install(): Promise<void> {
  await keepAll(must);
  // A cache may be taken away in the middle: a release is whole or is none.
  if ((await missingOf(must)) > 0) throw new Error("the release did not stay whole");
}

async function keepAll(wanted: readonly ReleaseFile[]): Promise<void> {
  for (const file of wanted) await keep(file);
}

async function missingOf(wanted: readonly ReleaseFile[]): Promise<number> {
  const there = await Promise.all(wanted.map(({ path }) => kept(path)));
  return there.filter((one) => one === undefined).length;
}

/** Whether this browser takes a file of that sort. */
function isOurs(when: ReleaseFile["when"]): boolean {
  return when !== (withSimd() ? "plain" : "simd");
}

async function keep(file: ReleaseFile): Promise<void> {
  const { path } = file;
  if ((await kept(path)) !== undefined) return;
  const earlier = isHashed(path) ? await find(path) : undefined;
  if (earlier !== undefined) return put(file, earlier);
  const from = (cache: RequestCache): Promise<void> => fetch(addressOf(path), { cache }).then((response) => put(file, response));
  if (!isHashed(path)) return from("no-cache");
  // The browser has most already; what it has may be what a bad network once gave it.
  return from("default").catch(() => from("reload"));
}

/** Keeps a file if it is what the release says: on a bad network something else may have come under its name. */
async function put({ path, sha256 }: ReleaseFile, response: Response): Promise<void> {
  const body = await response.arrayBuffer();
  if (!response.ok || (await digest(body)) !== sha256) throw new Error(`${path} is not the file of this release`);
  const headers = new Headers(response.headers);
  // The body is unpacked by now.
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await (await caches.open(own)).put(addressOf(path), new Response(body, { headers }));
}

async function digest(body: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isHashed(path: string): boolean {
  return path.startsWith("assets/");
}

function kept(path: string, cacheName = own): Promise<Response | undefined> {
  return caches.match(addressOf(path), { cacheName, ignoreVary: true });
}

/** A file of this release or, for pages that are still of an earlier one, of that. */
async function find(path: string): Promise<Response | undefined> {
  const here = await kept(path);
  if (here !== undefined || !isHashed(path)) return here;
  for (const name of await others()) {
    const found = await kept(path, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function others(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
}

/** From what is kept; else from the network, and kept if it belongs to the release. */
async function respond(event: FetchEvent, path: string): Promise<Response> {
  const found = await find(path).catch(() => undefined);
  if (found !== undefined) return found;
  const response = await fetch(event.request);
  const known = files.get(path);
  // Without room or with another file the page goes on as if nothing were kept.
  if (known !== undefined && isHashed(path) && (await caches.has(own))) event.waitUntil(put(known, response.clone()).catch(() => undefined));
  return response;
}

async function answer(message: ToWorker, port: MessagePort | undefined): Promise<void> {
  // What could not be fetched is missing in the answer.
  await act(message).catch(() => undefined);
  port?.postMessage(await told());
}

async function act({ kind }: ToWorker): Promise<void> {
  if (kind === "use") await self.skipWaiting();
  else if (kind === "keep") await keepAll(must);
  else if (kind === "rest" && (await caches.has(own))) await keepAll(later);
  else if (kind === "tidy") await tidy();
}

async function told(): Promise<Told> {
  return { version: release.version, id: release.id, missing: await missingOf(must), later: await missingOf(later) };
}

/** Lets go of earlier releases that no page uses. While a newer one is on its way its files must not be touched. */
async function tidy(): Promise<void> {
  const old = await others();
  if (old.length === 0 || self.registration.installing !== null || self.registration.waiting !== null) return;
  const used = await releasesInUse();
  const goes = old.filter((name) => used?.includes(name.slice(prefix.length)) === false);
  await Promise.all(goes.map((name) => caches.delete(name)));
}

/** The releases of the pages that are open; unknown where one does not say. */
async function releasesInUse(): Promise<readonly string[] | undefined> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const asked = pages.filter(({ url }) => url.startsWith(scope)).map(which);
  return Promise.all(asked).catch(() => undefined);
}

function which(page: Client): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const silent = setTimeout(() => {
      reject(new Error("a page did not say which release it is"));
    }, ANSWER_WITHIN_MS);
    port1.onmessage = (event: MessageEvent<string>) => {
      clearTimeout(silent);
      resolve(event.data);
    };
    const question: ToPage = { kind: "which" };
    page.postMessage(question, [port2]);
  });
}
