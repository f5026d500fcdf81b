// The worker: takes the compiled core once, then carries out tasks one at a time. It runs behind the glue's text.
import type { FromWorker, ToWorker } from "./core/contract.ts";
import { carryOut } from "./core/tasks.ts";

/** A worker has nobody to make room for: slices only pace the progress. */
const SLICE_MS = 50;

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

async function answer(message: ToWorker): Promise<void> {
  if (message.kind === "start") {
    await wasm_bindgen({ module_or_path: message.module });
    tell({ kind: "ready" });
    return;
  }
  if (message.kind === "keys") {
    wasm_bindgen.keep_keys(message.sha256, message.keys);
    return;
  }
  const { id, task } = message;
  try {
    const result = await carryOut(wasm_bindgen, task, SLICE_MS, (done, total) => {
      tell({ kind: "progress", id, done, total });
    });
    tell({ kind: "done", id, result }, result instanceof Uint8Array ? [result.buffer] : []);
  } catch (error) {
    tell({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
}

self.onmessage = (event: MessageEvent<ToWorker>): void => {
  answer(event.data).catch((error: unknown) => {
    // Uncaught on purpose: the page hears it as the worker's death.
    setTimeout(() => {
      throw error;
    });
  });
};
