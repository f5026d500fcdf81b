// What the page and the service worker know of each other, and what the page hands to the script that keeps it offline.

/** When a file is fetched: with the release, with it in browsers with SIMD or without, or when the page has nothing else to do. */
export type When = "now" | "simd" | "plain" | "later";

/** A file of a release: its address below the page's folder, the SHA-256 of its bytes. */
export interface ReleaseFile {
  readonly path: string;
  readonly sha256: string;
  readonly when: When;
}

/** What the build writes in front of the service worker. */
export interface Release {
  readonly version: string;
  /** Changes with any file. */
  readonly id: string;
  readonly files: readonly ReleaseFile[];
}

/** What a page asks the service worker, with a port for the answer. */
export type ToWorker =
  /** Which release it holds. */
  | { readonly kind: "tell" }
  /** To take over at once: the reader wants the newer release. */
  | { readonly kind: "use" }
  /** To fetch what a release must have and is not there. */
  | { readonly kind: "keep" }
  /** To fetch what can wait, if the rest is still kept. */
  | { readonly kind: "rest" }
  /** To let go of releases that no page uses. */
  | { readonly kind: "tidy" };

/** The answer to all of them. */
export interface Told {
  readonly version: string;
  readonly id: string;
  /** Files that a release must have, and those that can wait, which are not there. */
  readonly missing: number;
  readonly later: number;
}

/** What the service worker asks a page: which release it is. */
export interface ToPage {
  readonly kind: "which";
}

/** What the page's script tag says. */
export interface Offline {
  /** The service worker's file. */
  readonly worker: string;
  /** The release that this page is of. */
  readonly id: string;
}

/** How the names of our caches begin: others share the origin, and so do other folders with other releases. */
export function cachePrefix(scope: string): string {
  return `shardlab ${new URL(scope).pathname} `;
}

declare global {
  interface Window {
    /** What the script leaves behind: begins to keep the page. */
    shardlabOffline?: (offline: Offline, retires: boolean) => void;
  }
}
