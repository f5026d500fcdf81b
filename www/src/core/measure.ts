// How long strategies take in this browser: the core does the work again and again, and the clock of this thread times it.
import type { OnProgress, Timing } from "./contract.ts";
import type { Glue } from "./load.ts";

/** A clock may tick once in a millisecond only: a time of this length is known to some percent. */
const SAMPLE_MS = 20;
/** So many times are taken of each thing; the median stands. */
const SAMPLES = 5;
/** The counts of the core are 32 bits. */
const REPEAT_MAX = 1_000_000_000;

/** Times a look-up and a build of each strategy; one after another, so that none disturbs the next. */
export async function measure(
  core: Glue,
  text: string,
  phase: number,
  strategies: readonly number[],
  onProgress: OnProgress,
  breathe: () => Promise<void> = () => Promise.resolve(),
  signal?: AbortSignal,
): Promise<Timing[]> {
  const total = strategies.length * 2 * SAMPLES;
  let done = 0;
  const rest = async (): Promise<void> => {
    done += 1;
    onProgress(done, total);
    await breathe();
    signal?.throwIfAborted();
  };
  const timings: Timing[] = [];
  for (const strategy of strategies) {
    const bench = new core.Bench(text, strategy, phase);
    try {
      const lookUpNs = await median((times) => bench.look_up(times), rest);
      const buildNs = await median((times) => {
        for (let i = 0; i < times; i++) bench.build();
      }, rest);
      timings.push({ lookUpNs, buildNs, preparedBytes: bench.prepared_bytes() });
    } finally {
      bench.free();
    }
  }
  return timings;
}

/** The median time of one repetition, nanoseconds. Repetitions grow until they fill a sample; what fills none is warming up. */
async function median(work: (times: number) => unknown, rest: () => Promise<void>): Promise<number> {
  const samples: number[] = [];
  let times = 1;
  while (samples.length < SAMPLES) {
    const began = performance.now();
    work(times);
    const tookMs = performance.now() - began;
    if (tookMs < SAMPLE_MS && times < REPEAT_MAX) {
      times = Math.min(REPEAT_MAX, Math.ceil(times * Math.min(16, Math.max(1.5, (1.2 * SAMPLE_MS) / Math.max(tookMs, 0.1)))));
      continue;
    }
    samples.push((tookMs * 1e6) / times);
    await rest();
  }
  samples.sort((a, b) => a - b);
  return samples[Math.floor(SAMPLES / 2)] ?? NaN;
}
