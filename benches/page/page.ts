// The page of the benches: it keeps workers and hands them what the runner asks.
import type { Answer, Request } from "./contestant.ts";

declare global {
  interface Window {
    benchStart(count: number, files: Record<string, string>): Promise<void>;
    benchAsk(worker: number, request: Request): Promise<Answer>;
    benchShare(name: string, begin: number, keys: number, workers: number): Promise<number>;
  }
}

/** Keys of a slice that a worker takes from the queue, at most; and slices that the queue has at least, so that all workers end together. */
const SLICE = 2_000_000;
const SLICES = 32;

let workers: Worker[] = [];
let next = 0;
const waiting = new Map<number, { resolve(value: Answer): void; reject(error: Error): void }>();

function post(worker: number, message: object): Promise<Answer> {
  next += 1;
  const id = next;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    workers[worker]?.postMessage({ id, ...message });
  });
}

function heard(event: MessageEvent<{ id: number; value?: Answer; error?: string }>): void {
  const { id, value, error } = event.data;
  const asked = waiting.get(id);
  waiting.delete(id);
  if (value === undefined) asked?.reject(new Error(error));
  else asked?.resolve(value);
}

/** Ends all workers and starts as many afresh, so that no group finds the memory of the one before. */
window.benchStart = async (count, files) => {
  workers.forEach((worker) => {
    worker.terminate();
  });
  workers = Array.from({ length: count }, () => {
    const worker = new Worker("worker.js");
    worker.addEventListener("message", heard);
    return worker;
  });
  await Promise.all(workers.map((_, i) => post(i, { files })));
};

window.benchAsk = (worker, request) => post(worker, { request });

/** Workers take slices from one queue until it is empty; the time from the first to the last, nanoseconds. */
window.benchShare = async (name, begin, keys, count) => {
  const began = performance.now();
  let at = begin;
  const slice = Math.min(SLICE, Math.ceil(keys / SLICES));
  const take = async (worker: number): Promise<void> => {
    while (at < begin + keys) {
      const from = at;
      const some = Math.min(slice, begin + keys - from);
      at += some;
      await post(worker, { request: { do: "count", name, begin: from, keys: some } });
    }
  };
  await Promise.all(Array.from({ length: count }, (_, worker) => take(worker)));
  return (performance.now() - began) * 1e6;
};
