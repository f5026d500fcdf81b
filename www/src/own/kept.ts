// Keys that this browser keeps for the next visit: in its own database, on the top page alone, until they are forgotten.
import type { KeyFile } from "../core/types.ts";
import { framed } from "../state/saved.ts";

const NAME = "shardlab-keys";
const STORE = "keys";
/** More sets are not kept: the oldest goes. */
const KEPT_MAX = 4;

/** Keys with what a text says of them. */
export interface Kept extends KeyFile {
  readonly keys: Blob;
  readonly at: number;
}

/** Keeps keys; whether that can be done here. */
export async function keep(named: KeyFile, keys: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const kept: Kept = { file: named.file, sha256: named.sha256, count: named.count, keys: new Blob([keys]), at: Date.now() };
  const done = await inStore("readwrite", (store) => store.put(kept));
  const old = (await all()).slice(KEPT_MAX);
  for (const { sha256 } of old) await forget(sha256);
  return done !== undefined;
}

export async function find(sha256: string): Promise<Kept | undefined> {
  const found: unknown = await inStore("readonly", (store) => store.get(sha256));
  return isKept(found) ? found : undefined;
}

/** All of them, the newest first. */
export async function all(): Promise<Kept[]> {
  const found: unknown = (await inStore("readonly", (store) => store.getAll())) ?? [];
  return Array.isArray(found) ? found.filter(isKept).sort((a, b) => b.at - a.at) : [];
}

export async function forget(sha256: string): Promise<void> {
  await inStore("readwrite", (store) => store.delete(sha256));
}

/** Whether anything can be kept here. */
export async function possible(): Promise<boolean> {
  return (await inStore("readonly", (store) => store.count())) !== undefined;
}

function isKept(found: unknown): found is Kept {
  return typeof found === "object" && found !== null && "keys" in found && found.keys instanceof Blob && "sha256" in found && "file" in found && "count" in found && "at" in found;
}

/** One request of the database; nothing where the browser refuses it, as it may in private windows. */
async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  if (framed) return undefined;
  try {
    const database = await opened();
    try {
      return await settled(ask(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: "sha256" });
  };
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error("the browser refused"));
    };
  });
}
