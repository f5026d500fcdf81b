// The parts of the benches: bulk, one key, workers, scaling, a billion.
import type { Counts } from "./contestant.ts";
import { NODES, STRATEGIES, type Strategy, scenario, scenarioOf } from "./plan.ts";
import { BEGIN, type Figure, type Runner, figure, plausible, sameCounts } from "./runner.ts";

/** A contestant's figures for one strategy at one size. */
export interface Row extends Partial<Figure> {
  readonly strategy: string;
  readonly nodes: number;
  readonly id: string;
  /** Nanoseconds to build, bytes held. */
  readonly buildNs?: number;
  readonly bytes?: number;
  readonly peak?: number;
}

function nodesOf(runner: Runner): readonly number[] {
  return runner.quick ? [3, 64] : NODES;
}

/** Shardlab's builds: natively, as WebAssembly, and with lanes where the site has such a build. */
function builds(runner: Runner): string[] {
  return runner.chromium.hasSimd ? ["native", "wasm", "simd"] : ["native", "wasm"];
}

/** Every strategy at every size: the bare techniques, Shardlab and the peers in turns. */
export async function measureBulk(runner: Runner): Promise<Row[]> {
  const rows: Row[] = [];
  for (const nodes of nodesOf(runner)) {
    for (const strategy of STRATEGIES) rows.push(...(await bulkGroup(runner, strategy, nodes)));
  }
  return rows;
}

async function bulkGroup(runner: Runner, strategy: Strategy, nodes: number): Promise<Row[]> {
  await runner.chromium.workers(2);
  const text = scenario(strategy.id, nodes);
  const bare = ["native", "wasm", "simd"].map((side) => `${side}:bare/${strategy.id}`);
  const ours = builds(runner).map((side) => `${side}:ours/bulk`);
  const ids = [...bare, ...ours, ...strategy.peers];
  const opened = new Map<string, { buildNs: number; bytes?: number; peak?: number }>();
  for (const id of ids) {
    const { ns, bytes, peak } = await runner.ask(id, { do: "open", nodes, text });
    opened.set(id, { buildNs: ns, ...(bytes === undefined ? {} : { bytes }), ...(peak === undefined ? {} : { peak }) });
  }
  await check(runner, strategy, nodes, ids);
  const contestants = ids.map((id) => ({ id, work: async (keys: number) => (await runner.ask(id, { do: "count", begin: BEGIN, keys })).ns }));
  const figures = await runner.paired(contestants, 1000);
  const rows: Row[] = [];
  for (const id of ids) {
    const { bytes } = await runner.ask(id, { do: "counts" });
    rows.push({ strategy: strategy.id, nodes, id, ...opened.get(id), ...(bytes === undefined ? {} : { bytes }), ...figures.get(id) });
    await runner.ask(id, { do: "close" });
  }
  const wasm = figures.get("wasm:ours/bulk") ?? figures.get("wasm:bare/" + strategy.id);
  console.log(`bulk ${strategy.id} ${nodes}: ${wasm?.median.toFixed(2) ?? "?"} ns a key in wasm`);
  return rows;
}

/** Before anything is timed: exact counts where the hash is ours, sums and the new node's keys where it is the peer's. */
async function check(runner: Runner, strategy: Strategy, nodes: number, ids: readonly string[]): Promise<void> {
  const keys = nodes > 100 ? 5_000 : 50_000;
  const naive = `native:naive/${strategy.id}`;
  await runner.ask(naive, { do: "open", nodes });
  await runner.ask(naive, { do: "count", begin: BEGIN, keys });
  const expected = await runner.counts(naive);
  await runner.ask(naive, { do: "close" });
  for (const id of ids) {
    await runner.ask(id, { do: "count", begin: BEGIN, keys });
    const found = await runner.counts(id);
    if (!id.includes("peer/")) sameCounts(`${id}, ${strategy.id} with ${nodes} nodes,`, found, expected);
    else plausible(id, found, keys);
  }
  for (const peer of ["map", "tuned"].filter((peer) => ids.includes(`js:peer/${peer}`))) await checkJs(runner, peer, nodes, keys);
}

/** The JavaScript that is ours to write has a reference of its own. */
async function checkJs(runner: Runner, peer: string, nodes: number, keys: number): Promise<void> {
  const reference = `js:naive/${peer}`;
  const some = Math.min(keys, nodes > 100 ? 500 : 5_000);
  await runner.ask(reference, { do: "open", nodes });
  await runner.ask(reference, { do: "count", begin: BEGIN, keys: some });
  const again = `js:peer/${peer}`;
  await runner.ask(again, { do: "open", nodes });
  await runner.ask(again, { do: "count", begin: BEGIN, keys: some });
  sameCounts(again, await runner.counts(again), await runner.counts(reference));
  await runner.ask(reference, { do: "close" });
}

/** One key after another, hashed on the way; and how long a build takes. */
export async function measureOne(runner: Runner): Promise<Row[]> {
  const rows: Row[] = [];
  for (const nodes of nodesOf(runner)) {
    for (const strategy of STRATEGIES) {
      await runner.chromium.workers(2);
      const text = scenario(strategy.id, nodes);
      const ids = [...builds(runner).map((side) => `${side}:ours/one`), ...strategy.peers];
      for (const id of ids) await runner.ask(id, { do: "open", nodes, text });
      const contestants = ids.map((id) => ({ id, work: async (times: number) => (await runner.ask(id, { do: "look", times })).ns }));
      const figures = await runner.paired(contestants, 100);
      for (const id of ids) {
        rows.push({ strategy: strategy.id, nodes, id, buildNs: await buildNs(runner, id), ...figures.get(id) });
        await runner.ask(id, { do: "close" });
      }
      console.log(`one key ${strategy.id} ${nodes}: ${figures.get("wasm:ours/one")?.median.toFixed(1) ?? "?"} ns in wasm`);
    }
  }
  return rows;
}

/** A build of Shardlab; the peers' structures are opened once, before and after together, and stand in the bulk part. */
async function buildNs(runner: Runner, id: string): Promise<number> {
  if (!id.includes("ours/")) return NaN;
  const samples: number[] = [];
  for (let round = 0; round < runner.rounds; round++) samples.push((await runner.ask(id, { do: "build" })).ns);
  return figure(samples).median;
}

/** The kinds that two workers share. */
const SHARED = STRATEGIES.filter(({ id }) => id !== "text");

/** One worker, then two, in turns. */
export async function measureWorkers(runner: Runner): Promise<(Row & { workers: number })[]> {
  const rows: (Row & { workers: number })[] = [];
  const { chromium } = runner;
  for (const nodes of nodesOf(runner)) {
    for (const { id: strategy } of SHARED) {
      await chromium.workers(2);
      const id = "wasm:ours/bulk";
      for (const worker of [0, 1]) await chromium.worker(worker).ask({ do: "open", name: id, nodes, text: scenario(strategy, nodes) });
      const share = (workers: number) => async (slices: number) => chromium.share(id, BEGIN, slices * 250_000, workers);
      const figures = await runner.paired([1, 2].map((workers) => ({ id: String(workers), work: share(workers) })), 8);
      for (const [workers, found] of figures) {
        const per = { median: found.median / 250_000, min: found.min / 250_000, max: found.max / 250_000 };
        rows.push({ strategy, nodes, id, workers: Number(workers), ...per });
      }
    }
    console.log(`two workers: ${nodes} nodes done`);
  }
  return rows;
}

export interface Line {
  readonly strategy: string;
  /** Keys or nodes, and seconds or nanoseconds a key. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

const DRAWN = ["modulo", "ring", "rendezvous", "jump", "maglev", "anchor", "multi-probe"];

/** Time against keys, 10^3 to 10^9 at 3 nodes, and against nodes, 3 to 1,024; one worker, from the opening on. */
export async function measureScaling(runner: Runner): Promise<{ keys: Line[]; nodes: Line[] }> {
  const id = "wasm:ours/bulk";
  const [keys, nodes]: [Line[], Line[]] = [[], []];
  for (const strategy of DRAWN) {
    await runner.chromium.workers(1);
    await runner.ask(id, { do: "open", nodes: 3, text: scenario(strategy, 3) });
    await runner.ask(id, { do: "count", begin: 0, keys: 4_000_000 });
    const points: [number, number][] = [];
    for (let power = 3; power <= (runner.quick ? 6 : 9); power++) {
      // Enough repetitions that the clock's tick does not matter; few of what takes seconds.
      const count = 10 ** power;
      const times = Math.max(1, Math.min(1000, Math.round(1e7 / count)));
      const samples: number[] = [];
      for (let round = 0; round < (power > 8 ? 1 : 3); round++) {
        let ns = 0;
        for (let i = 0; i < times; i++) ns += (await runner.ask(id, { do: "count", begin: 0, keys: count })).ns;
        samples.push(ns / times / 1e9);
      }
      points.push([count, figure(samples).median]);
    }
    keys.push({ strategy, points });
    console.log(`scaling ${strategy}: ${points.map(([, seconds]) => seconds.toPrecision(3)).join(" ")} s`);
    nodes.push({ strategy, points: await byNodes(runner, strategy) });
  }
  return { keys, nodes };
}

async function byNodes(runner: Runner, strategy: string): Promise<[number, number][]> {
  const id = "wasm:ours/bulk";
  const points: [number, number][] = [];
  for (const nodes of runner.quick ? [3, 32] : [3, 8, 16, 32, 64, 128, 256, 512, 1024]) {
    await runner.chromium.workers(1);
    await runner.ask(id, { do: "open", nodes, text: scenario(strategy, nodes) });
    const work = async (keys: number): Promise<number> => (await runner.ask(id, { do: "count", begin: BEGIN, keys })).ns;
    const figures = await runner.paired([{ id, work }], 1000);
    points.push([nodes, figures.get(id)?.median ?? NaN]);
  }
  return points;
}

export interface Billion extends Figure {
  readonly what: string;
  readonly keys: number;
  readonly bytes: number;
  readonly moved: number[];
}

interface Case {
  readonly title: string;
  readonly kinds: readonly string[];
  readonly nodes: number;
  /** `sha256` for the workshop's keys, else ids. */
  readonly keys: "" | "sha256";
  readonly rounds: number;
  /** Whether the counts of a native run of the same text are asked for too. */
  readonly natively: boolean;
}

const SIX = ["modulo", "ring", "rendezvous", "jump", "maglev", "anchor"];

const CASES: readonly Case[] = [
  { title: "ids, ring", kinds: ["ring"], nodes: 3, keys: "", rounds: 3, natively: true },
  { title: `ids, ${SIX.join(", ")}`, kinds: SIX, nodes: 3, keys: "", rounds: 3, natively: true },
  { title: "ids, ring", kinds: ["ring"], nodes: 1024, keys: "", rounds: 3, natively: true },
  // Rendezvous asks every node: a third of an hour.
  { title: "ids, the same but rendezvous", kinds: SIX.filter((kind) => kind !== "rendezvous"), nodes: 1024, keys: "", rounds: 1, natively: false },
];

/** The workshop's keys: minutes each. */
const DIGESTS: readonly Case[] = [
  { title: "key_{i} under SHA-256, ring and modulo", kinds: ["ring", "modulo"], nodes: 3, keys: "sha256", rounds: 3, natively: true },
  { title: "key_{i} under SHA-256, rendezvous", kinds: ["rendezvous"], nodes: 3, keys: "sha256", rounds: 3, natively: false },
];

/** A billion keys by two workers, from the opening of the strategies to the last slice, seconds. */
export async function measureBillion(runner: Runner): Promise<Billion[]> {
  return billions(runner, CASES);
}

/** The same of keys that are texts under SHA-256. */
export async function measureDigests(runner: Runner): Promise<Billion[]> {
  return billions(runner, DIGESTS);
}

async function billions(runner: Runner, cases: readonly Case[]): Promise<Billion[]> {
  const found: Billion[] = [];
  for (const one of cases) {
    for (const build of builds(runner).filter((build) => build !== "native")) {
      // Ids need no lanes.
      if (build === "simd" && one.keys === "") continue;
      found.push(await billion(runner, one, build));
    }
  }
  return found;
}

async function billion(runner: Runner, { title, kinds, nodes, keys, rounds, natively }: Case, build: string): Promise<Billion> {
  const all = runner.quick ? 1_000_000 : 1_000_000_000;
  const id = `${build}:ours/bulk`;
  const text = scenarioOf(kinds, nodes, keys);
  const samples: number[] = [];
  let bytes = 0;
  let counts: Counts[] = [];
  for (let round = 0; round < rounds; round++) {
    await runner.chromium.workers(2);
    const sides = [0, 1].map((worker) => runner.chromium.worker(worker));
    const began = performance.now();
    await Promise.all(sides.map((side) => side.ask({ do: "open", name: id, nodes, text })));
    await runner.chromium.share(id, 0, all, 2);
    const answers = await Promise.all(sides.map((side) => side.ask({ do: "counts", name: id })));
    samples.push((performance.now() - began) / 1000);
    bytes = Math.max(bytes, ...answers.map((answer) => answer.bytes ?? 0));
    counts = answers.map((answer) => answer.counts ?? []).reduce(added);
  }
  if (natively) {
    const native = "native:ours/bulk";
    await runner.ask(native, { do: "open", nodes, text });
    await runner.ask(native, { do: "count", begin: 0, keys: all });
    sameCounts(`${title} in the page`, counts, await runner.counts(native));
  }
  const what = `${title}: ${nodes} to ${nodes + 1} nodes${build === "simd" ? ", lanes" : ""}`;
  console.log(`${all} ${what}: ${figure(samples).median.toFixed(2)} s`);
  return { what, keys: all, bytes, moved: counts.map((count) => count.moved), ...figure(samples) };
}

/** The counts of two shares of the keys together. */
function added(one: readonly Counts[], other: readonly Counts[]): Counts[] {
  const sums = (a: readonly number[], b: readonly number[] = []): number[] => a.map((load, i) => load + (b[i] ?? 0));
  return one.map(({ before, after, moved }, i) => ({
    before: sums(before, other[i]?.before),
    after: sums(after, other[i]?.after),
    moved: moved + (other[i]?.moved ?? 0),
  }));
}
