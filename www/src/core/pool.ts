// A count of very many keys: ranges are handed out in slices to as many as count, so that progress and an end are honest.
import type { PartDone, PartTask } from "./contract.ts";
import { NoWorker, WorkerDied, type Lane } from "./lane.ts";

/** More workers than this gain little: they wait for memory, and each has structures of its own. */
const WORKERS_MAX = 8;
/** A slice of a worker; the page's own thread takes shorter ones. */
const SLICE_MS = 100;
/** Towards the end slices get smaller, but not below this. */
const SLICE_MIN_MS = 5;
/** The first slice, which tells how fast it goes; each later one is at most so many times as large. */
const KEYS_FIRST = 64;
const GROWTH = 16;
/** What was counted so far is asked for at most this often, and the first time after a moment. */
const TELL_EVERY_MS = 250;
const TELL_FIRST_MS = 10;
/** Until then slices are no longer than this, so that there is something to see soon. */
const SLICE_FIRST_MS = 10;
/** How much of what earlier slices say of the speed is kept: code gets faster while it is new. */
const KEPT = 0.7;
/** A worker that is silent for so many looks, and for so many times its last slice, is taken for dead. */
const LOOK_EVERY_MS = 500;
const SILENT_LOOKS = 8;
const SILENT_SLICES = 20;
/** Before its first slice is back it may build for long. */
const BUILDING_LOOKS = 60;

/** One who counts: a worker, or the page's own thread. */
export type Hand = (task: PartTask, onSign: () => void, signal: AbortSignal) => Promise<PartDone>;

export interface Tick {
  readonly done: number;
  /** Since the first slice was back. */
  readonly keysPerS: number;
  /** The newest counts of each who counts; absent where there are none newer than at the last tick. */
  readonly parts: readonly Uint8Array[] | undefined;
}

export interface CountJob {
  readonly text: string;
  readonly keys: number;
  readonly onTick: (tick: Tick) => void;
  readonly signal: AbortSignal;
  /** For an estimate: whether that many milliseconds of counting tell enough, so that no range is handed out any more. */
  readonly enough?: (countedMs: number) => boolean;
  /** How long a slice of a worker takes, unless as usual. */
  readonly sliceMs?: number;
}

export interface Counted {
  readonly parts: readonly Uint8Array[];
  /** How many counted. */
  readonly hands: number;
  /** The longest that anybody built, milliseconds. */
  readonly buildMs: number;
  /** Keys a millisecond of all together, as of late. */
  readonly keysPerMs: number;
}

let numbers = 0;

/** The workers that count; made when they are first needed, kept while all goes well. */
export class Pool {
  #lanes: Lane[] = [];

  constructor(private readonly lane: () => Lane) {}

  async count(job: CountJob): Promise<Counted> {
    const size = Math.max(1, Math.min(navigator.hardwareConcurrency, WORKERS_MAX));
    while (this.#lanes.length < size) this.#lanes.push(this.lane());
    try {
      // The contract pairs a part with what it has done.
      return await countAll(this.#lanes.map((lane): Hand => (task, onSign, signal) => lane.ask(task, onSign, signal) as Promise<PartDone>), job.sliceMs ?? SLICE_MS, job);
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** Ends every worker. */
  end(): void {
    this.#lanes.forEach((lane) => {
      lane.retire();
    });
    this.#lanes = [];
  }
}

/** Counts with everyone who can; the first failure ends all. */
export async function countAll(hands: readonly Hand[], sliceMs: number, job: CountJob): Promise<Counted> {
  const count = new Count(hands.length, sliceMs, job);
  const quit = (): void => {
    count.fail(job.signal.reason);
  };
  job.signal.addEventListener("abort", quit);
  if (job.signal.aborted) quit();
  const watch = setInterval(() => {
    count.look();
  }, LOOK_EVERY_MS);
  try {
    await Promise.race([count.failed, Promise.all(hands.map((hand, index) => count.work(hand, index)))]);
    return count.found();
  } finally {
    clearInterval(watch);
    job.signal.removeEventListener("abort", quit);
  }
}

/** What is known of one who counts. */
interface Known {
  counts: Uint8Array | undefined;
  told: number;
  silent: number;
  lastMs: number | undefined;
  buildMs: number;
  keys: number;
  ms: number;
  out: NoWorker | undefined;
}

class Count {
  readonly #number = ++numbers;
  readonly #end = new AbortController();
  readonly #known: Known[];
  /** Fails as soon as anything does: a worker that still starts is not waited for. */
  readonly failed = new Promise<never>((_, reject) => {
    this.#end.signal.addEventListener("abort", () => {
      reject(this.#end.signal.reason as Error);
    });
  });
  #next = 0;
  #done = 0;
  #since: { readonly at: number; readonly done: number } | undefined;

  constructor(
    hands: number,
    private readonly sliceMs: number,
    private readonly job: CountJob,
  ) {
    const told = performance.now() - TELL_EVERY_MS + TELL_FIRST_MS;
    this.#known = Array.from({ length: hands }, () => ({ counts: undefined, told, silent: 0, lastMs: undefined, buildMs: 0, keys: 0, ms: 0, out: undefined }));
  }

  /** Takes range after range until there is none, then asks for the counts. One who cannot start leaves it to the others. */
  async work(hand: Hand, index: number): Promise<void> {
    const known = this.#known[index];
    if (known === undefined) return;
    try {
      await this.#ranges(hand, known);
    } catch (error) {
      if (error instanceof NoWorker) known.out = error;
      else this.fail(error);
    }
  }

  /** Ends everyone; the first reason stands. */
  fail(error: unknown): void {
    this.#end.abort(error);
  }

  /** Whoever is silent for too long is dead: a worker that is killed says nothing. */
  look(): void {
    for (const known of this.#known) {
      known.silent += 1;
      const looks = known.lastMs === undefined ? BUILDING_LOOKS : Math.max(SILENT_LOOKS, (SILENT_SLICES * known.lastMs) / LOOK_EVERY_MS);
      if (known.out === undefined && known.silent > looks) this.fail(new WorkerDied("it does not answer any more"));
    }
  }

  found(): Counted {
    const able = this.#known.filter(({ out }) => out === undefined);
    const [first] = this.#known;
    if (able.length === 0) throw first?.out ?? new NoWorker("there is none");
    return {
      parts: this.#parts(),
      hands: able.length,
      buildMs: Math.max(...able.map(({ buildMs }) => buildMs)),
      keysPerMs: able.reduce((sum, { keys, ms }) => sum + (ms > 0 ? keys / ms : 0), 0),
    };
  }

  async #ranges(hand: Hand, known: Known): Promise<void> {
    let wanted = KEYS_FIRST;
    let counted = 0;
    for (let last = false; !last; ) {
      const [begin, keys] = this.job.enough?.(counted) === true ? [0, 0] : this.#take(wanted, known);
      last = keys === 0;
      const tells = performance.now() - known.told >= TELL_EVERY_MS;
      const then = last ? "end" : tells ? "tell" : "go-on";
      const done = await hand({ kind: "part", number: this.#number, text: this.job.text, begin, keys, then }, () => {
        known.silent = 0;
      }, this.#end.signal);
      known.silent = last ? -Infinity : 0;
      counted += done.countMs;
      wanted = this.#learn(known, keys, done);
      if (tells) known.told = performance.now();
      if (!last) this.#tick(keys, done.counts !== undefined);
    }
  }

  /** The next range: about a slice, less towards the end, so that all end together. */
  #take(wanted: number, { keys, ms }: Known): readonly [number, number] {
    const left = this.job.keys - this.#next;
    const least = ms > 0 ? (SLICE_MIN_MS * keys) / ms : wanted;
    const share = Math.max(left / (2 * this.#known.length), least);
    const taken = Math.min(left, Math.ceil(Math.min(wanted, share)));
    const begin = this.#next;
    this.#next += taken;
    return [begin, taken];
  }

  /** Notes what a slice took; how many keys the next one should have. */
  #learn(known: Known, keys: number, { buildMs, countMs, counts }: PartDone): number {
    if (counts !== undefined) known.counts = counts;
    if (known.lastMs === undefined) known.buildMs = buildMs;
    else {
      known.keys = KEPT * known.keys + keys;
      known.ms = KEPT * known.ms + countMs;
    }
    known.lastMs = countMs;
    const sliceMs = known.counts === undefined ? Math.min(SLICE_FIRST_MS, this.sliceMs) : this.sliceMs;
    return Math.max(KEYS_FIRST, Math.floor(keys * Math.min(GROWTH, sliceMs / Math.max(countMs, 0.01))));
  }

  #tick(keys: number, told: boolean): void {
    const at = performance.now();
    this.#done += keys;
    this.#since ??= { at, done: this.#done };
    const { at: from, done: before } = this.#since;
    const keysPerS = at > from ? ((this.#done - before) / (at - from)) * 1000 : 0;
    this.job.onTick({ done: this.#done, keysPerS, parts: told ? this.#parts() : undefined });
  }

  #parts(): Uint8Array[] {
    return this.#known.flatMap(({ counts }) => (counts === undefined ? [] : [counts]));
  }
}
