// What the page and the dialog for the reader's own keys and nodes say to each other. The dialog is a script of its own and
// shares nothing else with the page.
import type { KeysAsked, KeysDone, OnProgress } from "../core/contract.ts";
import type { KeyFile, NodeReport } from "../core/types.ts";

/** What the dialog asks of the page. */
export interface OwnHost {
  /** The keys that the text names and that are not here. */
  needs(): KeyFile | undefined;
  /** Reads a file, away from the page's thread where that can be. */
  read(asked: KeysAsked, onProgress: OnProgress, signal: AbortSignal): Promise<KeysDone>;
  /** Keeps keys at hand in this tab and runs the text that names them; writes them into the text where it names others. Why not, else. */
  use(named: KeyFile, keys: Uint8Array): string | undefined;
  /** Lets go of keys. */
  forget(sha256: string): void;
  /** What a list of nodes holds. */
  nodes(list: string): Promise<NodeReport | undefined>;
  /** Writes the nodes of a list into the text. Why not, else. */
  useNodes(list: string): string | undefined;
}

export type OwnWhat = "keys" | "nodes";

/** The dialog, once its script is there. */
export interface Own {
  open(what: OwnWhat): void;
  /** Fetches keys that this browser has kept; whether it had them. */
  seek(needs: KeyFile): Promise<boolean>;
}

/** What the dialog's script leaves behind. */
export type CreateOwn = (host: OwnHost) => Own;

declare global {
  interface Window {
    shardlabOwn?: CreateOwn;
  }
}
