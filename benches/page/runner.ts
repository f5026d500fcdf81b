// Asking, checking and timing: what all parts of the benches share.
import type { Answer, Counts, Request } from "./contestant.ts";
import type { Chromium, Side } from "./sides.ts";

/** The median of some rounds and their ends, nanoseconds. */
export interface Figure {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Ids are counted from here: nine digits, as most of a billion have. */
export const BEGIN = 100_000_000;
const ROUNDS = 5;

export class Runner {
  readonly rounds: number;
  readonly sampleNs: number;

  constructor(
    private readonly sides: Readonly<Record<string, Side>>,
    readonly chromium: Chromium,
    readonly quick: boolean,
  ) {
    this.rounds = quick ? 3 : ROUNDS;
    this.sampleNs = quick ? 15e6 : 150e6;
  }

  /** Asks `side:name`; the builds of WebAssembly and JavaScript are workers of the page. */
  async ask(id: string, request: Omit<Request, "name">): Promise<Answer> {
    const [side = "", name = ""] = id.split(":");
    const inPage = { wasm: 0, js: 0, simd: 1 }[side];
    if (inPage !== undefined) return this.chromium.worker(inPage).ask({ ...request, name: id });
    const asked = this.sides[side];
    if (asked === undefined) throw new Error(`there is no side ${side}`);
    return asked.ask({ ...request, name });
  }

  async counts(id: string): Promise<Counts[]> {
    return (await this.ask(id, { do: "counts" })).counts ?? [];
  }

  /** How often a sample holds the work: it grows until it fills one, and what fills none warms up. */
  async calibrate(work: (times: number) => Promise<number>, least = 1): Promise<number> {
    let times = least;
    for (;;) {
      const ns = await work(times);
      if (ns >= this.sampleNs / 2 || times >= 1e9) return Math.max(least, Math.round((times * this.sampleNs) / Math.max(ns, 1)));
      times = Math.round(times * Math.min(16, Math.max(2, this.sampleNs / Math.max(ns, 1e5))));
    }
  }

  /** All take turns, round after round; nanoseconds a time of each. */
  async paired(contestants: readonly { id: string; work: (times: number) => Promise<number> }[], least = 1): Promise<Map<string, Figure>> {
    const times = new Map<string, number>();
    for (const { id, work } of contestants) times.set(id, await this.calibrate(work, least));
    const samples = new Map<string, number[]>(contestants.map(({ id }) => [id, []]));
    for (let round = 0; round < this.rounds; round++) {
      for (const { id, work } of contestants) {
        const count = times.get(id) ?? 1;
        samples.get(id)?.push((await work(count)) / count);
      }
    }
    return new Map([...samples].map(([id, some]) => [id, figure(some)]));
  }
}

export function figure(samples: readonly number[]): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? NaN, min: sorted[0] ?? NaN, max: sorted[sorted.length - 1] ?? NaN };
}

export function sameCounts(what: string, found: readonly Counts[], expected: readonly Counts[]): void {
  const plain = (all: readonly Counts[]): string => JSON.stringify(all.map(({ before, after, moved }) => ({ before, after, moved })));
  if (plain(found) !== plain(expected)) throw new Error(`${what} counts ${plain(found).slice(0, 300)}, must be ${plain(expected).slice(0, 300)}`);
}

/** What holds for every placement, whatever its hash: all keys are counted, and those of the new node moved. */
export function plausible(what: string, found: readonly Counts[], keys: number): void {
  const sum = (loads: readonly number[]): number => loads.reduce((all, load) => all + load, 0);
  for (const { before, after, moved } of found) {
    const fresh = after[after.length - 1] ?? 0;
    if (sum(before) !== keys || sum(after) !== keys || moved < fresh || moved > keys) {
      throw new Error(`${what} counts ${sum(before)} keys before, ${sum(after)} after, ${moved} moved, of ${keys}`);
    }
  }
}
