// Keys of a file, read piece by piece on whichever thread this runs on: only the keys are held, never the file.
import type { KeysAsked, KeysDone, OnProgress } from "./contract.ts";
import type { Glue } from "./load.ts";
import type { KeyChoice } from "./types.ts";

/** Read at a time where nobody waits; where the page's thread does the work, less. */
const PIECE_BYTES = 1024 * 1024;
const SMALL_PIECE_BYTES = 64 * 1024;
/** What a list is, is found by as much of it. */
const BEGINNING_BYTES = 64 * 1024;

/** Reads a file; where its keys are not the wanted ones, in every other way that is worth a try. */
export async function readKeys(core: Glue, asked: KeysAsked, onProgress: OnProgress, breathe?: () => Promise<void>, signal?: AbortSignal): Promise<KeysDone> {
  const read = (choice: KeyChoice): Promise<KeysDone> => once(core, asked, choice, onProgress, breathe, signal);
  const found = await read(asked.choice);
  if (asked.wanted === undefined || found.report.sha256 === asked.wanted) return found;
  const beginning = new Uint8Array(await asked.file.slice(0, BEGINNING_BYTES).arrayBuffer());
  for (const choice of core.other_choices(asked.name, beginning, asked.choice)) {
    const other = await read(choice);
    if (other.report.sha256 === asked.wanted) return other;
  }
  return found;
}

async function once(core: Glue, { file, name }: KeysAsked, choice: KeyChoice, onProgress: OnProgress, breathe?: () => Promise<void>, signal?: AbortSignal): Promise<KeysDone> {
  const reader = new core.KeyReader(name, choice);
  try {
    const piece = breathe === undefined ? PIECE_BYTES : SMALL_PIECE_BYTES;
    for (let at = 0; at < file.size; at += piece) {
      reader.feed(new Uint8Array(await file.slice(at, at + piece).arrayBuffer()));
      onProgress(Math.min(at + piece, file.size), file.size);
      await breathe?.();
      signal?.throwIfAborted();
    }
    const report = reader.finish();
    return { report, keys: report.refused === undefined ? new Uint8Array(reader.keys()) : undefined };
  } finally {
    reader.free();
  }
}
