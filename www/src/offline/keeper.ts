// Keeps the page for use without a network: registers the service worker, hears of a newer release, lets go of all when told.
import { address } from "../state/page.ts";
import { load, save } from "../state/saved.ts";
import { cachePrefix, type Offline, type Told, type ToPage, type ToWorker } from "./contract.ts";

/** What is kept in this browser. */
export type Kept =
  | "loading"
  | "keeping"
  | "kept"
  /** All but what runs code, which comes when the page has nothing else to do. */
  | "kept-but"
  /** By the browser: storage denied, a private window, no secure address. */
  | "refused"
  | "failed"
  | "unwanted"
  | "retired";

export interface KeeperState {
  readonly kept: Kept;
  /** The version of a newer release that waits. */
  readonly newer: string | undefined;
  /** The reader has put the newer one off. */
  readonly later: boolean;
}

/** A page that stays open asks for a newer release when it is looked at again after so long. */
const ASK_EVERY_MS = 3_600_000;
/** What can wait is fetched when the page has been at rest for so long. */
const REST_MS = 5000;

export class Keeper extends EventTarget {
  state: KeeperState = { kept: "loading", newer: undefined, later: false };
  #offline: Offline | undefined;
  #waiting: ServiceWorker | undefined;
  #asked = performance.now();

  /** Begins, once a page; `retires`: the address asks for all to be taken away. */
  start(offline: Offline, retires: boolean): void {
    this.#offline = offline;
    // Opened from a sandbox that it inherits, the page has no origin, and Chromium throws at the first word.
    if (self.origin === "null") {
      this.#set({ kept: "refused" });
      return;
    }
    navigator.serviceWorker.addEventListener("message", (event: MessageEvent<ToPage>) => {
      event.ports[0]?.postMessage(offline.id);
    });
    navigator.serviceWorker.startMessages();
    if (retires) void this.#retire("retired");
    else if (load().offline === false || (savesData() && load().offline !== true)) this.#set({ kept: "unwanted" });
    else void this.#keep(offline);
  }

  /** Keeps the page from now on, or tries it again. */
  keep(): void {
    save({ offline: true });
    if (this.#offline !== undefined) void this.#keep(this.#offline);
  }

  /** Keeps nothing from now on. */
  forget(): void {
    save({ offline: false });
    void this.#retire("unwanted");
  }

  putOff(): void {
    this.#set({ later: true });
  }

  /** Opens the newer release in this page; what the reader has done is in the address and in storage. */
  useNewer(): void {
    const reload = (): void => {
      address.settle();
      location.reload();
    };
    const worker = this.#waiting;
    // Another page may have let it in already.
    if (worker?.state !== "installed") {
      reload();
      return;
    }
    navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
    void ask(worker, { kind: "use" });
  }

  #set(change: Partial<KeeperState>): void {
    this.state = { ...this.state, ...change };
    this.dispatchEvent(new Event("change"));
  }

  async #keep({ worker }: Offline): Promise<void> {
    this.#set({ kept: "keeping" });
    try {
      // Where the browser's policy or a tool forbids it there may be none.
      const registration = (await navigator.serviceWorker.register(worker, { updateViaCache: "none" })) as ServiceWorkerRegistration | undefined;
      if (registration === undefined) this.#set({ kept: "refused" });
      else this.#follow(registration);
    } catch (error) {
      this.#set({ kept: error instanceof DOMException && error.name === "SecurityError" ? "refused" : "failed" });
    }
  }

  #follow(registration: ServiceWorkerRegistration): void {
    const { installing, waiting, active } = registration;
    if (installing !== null) this.#watch(installing, active === null);
    registration.addEventListener("updatefound", () => {
      if (registration.installing !== null) this.#watch(registration.installing, registration.active === null);
    });
    if (active !== null) void this.#atRest(active);
    if (active !== null && waiting !== null) void this.#tellNewer(waiting);
    document.addEventListener("visibilitychange", () => {
      this.#askAgain(registration);
    });
  }

  #watch(worker: ServiceWorker, first: boolean): void {
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed" && !first) void this.#tellNewer(worker);
      else if (worker.state === "activated" && first) void this.#atRest(worker);
      else if (worker.state === "redundant" && this.state.kept === "keeping") this.#set({ kept: "failed" });
    });
  }

  /** A page that was loaded past the service worker may be the newer one itself. */
  async #tellNewer(worker: ServiceWorker): Promise<void> {
    const { version, id } = await ask(worker, { kind: "tell" });
    if (id === this.#offline?.id) return;
    this.#waiting = worker;
    this.#set({ newer: version, later: false });
  }

  /** Says what is kept; earlier releases go, and what could wait comes. */
  async #atRest(worker: ServiceWorker): Promise<void> {
    let told = await ask(worker, { kind: "tell" });
    // It was forgotten a moment ago, or the browser made room.
    if (told.missing > 0) told = await ask(worker, { kind: "keep" });
    this.#say(told);
    void ask(worker, { kind: "tidy" });
    if (told.missing + told.later === 0 || savesData() || isSlow()) return;
    setTimeout(() => void this.#rest(worker), REST_MS);
  }

  async #rest(worker: ServiceWorker): Promise<void> {
    const told = this.#wantsRest ? await ask(worker, { kind: "rest" }) : undefined;
    // The reader may have changed their mind in the meantime.
    if (told !== undefined && this.#wantsRest) this.#say(told);
  }

  get #wantsRest(): boolean {
    return this.state.kept === "kept-but";
  }

  #say({ missing, later }: Told): void {
    this.#set({ kept: missing > 0 ? "failed" : later > 0 ? "kept-but" : "kept" });
  }

  #askAgain(registration: ServiceWorkerRegistration): void {
    const now = performance.now();
    if (document.hidden || now - this.#asked < ASK_EVERY_MS) return;
    this.#asked = now;
    // Without a network there is none.
    registration.update().catch(() => undefined);
  }

  /** Takes away the service worker of this folder and what it kept, and no other's. */
  async #retire(then: Kept): Promise<void> {
    const scope = new URL("./", location.href).href;
    try {
      const found = await navigator.serviceWorker.getRegistrations();
      await Promise.all(found.filter((one) => one.scope === scope).map((one) => one.unregister()));
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith(cachePrefix(scope))).map((name) => caches.delete(name)));
    } catch {
      // Where storage is denied there is nothing to take away.
    }
    this.#set({ kept: then, newer: undefined });
  }
}

function ask(worker: ServiceWorker, message: ToWorker): Promise<Told> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event: MessageEvent<Told>) => {
      port1.close();
      resolve(event.data);
    };
    worker.postMessage(message, [port2]);
  });
}

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/** What some browsers know of the network. */
function connection(): Connection {
  const { connection = {} }: { connection?: Connection } = navigator as object;
  return connection;
}

function savesData(): boolean {
  return connection().saveData === true;
}

function isSlow(): boolean {
  return /2g|3g/u.test(connection().effectiveType ?? "");
}

/** The one of this page. */
export const keeper = new Keeper();
