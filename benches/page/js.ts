// JavaScript beside WebAssembly: the ring that most pages have, one tuned by hand, and what npm offers.
import ConsistentHash from "consistent-hash";
import NodeHashRing from "node-hashring";
import { type Contestant, type Counts, Pass, TURNS, zeros } from "./contestant.ts";

const POINTS = 100;

export function open(name: string, nodes: number): Contestant {
  switch (name) {
    case "peer/map":
      return mapRing(nodes);
    case "peer/tuned":
      return new Tuned(nodes);
    case "naive/map":
      return naiveRing(nodes, fnv1a);
    case "naive/tuned":
      return naiveRing(nodes, (key) => mix32(Number(key)));
    case "peer/consistent-hash":
      return consistentHash(nodes);
    case "peer/node-hashring":
      return nodeHashRing(nodes);
    default:
      throw new Error(`there is no contestant ${name}`);
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Murmur's finaliser of 32 bits. */
function mix32(id: number): number {
  let hash = id | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Where a node's points stand: mixed, since FNV-1a alone leaves the labels of a node together. */
function points(nodes: number): [place: number, node: number][] {
  const all: [number, number][] = [];
  for (let node = 0; node < nodes; node++) {
    for (let i = 0; i < POINTS; i++) all.push([mix32(fnv1a(`n${node}-${i}`)), node]);
  }
  return all.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** A map from place to node, a sorted array of places, a binary search, FNV-1a. */
function mapRing(nodes: number): Contestant {
  const make = (count: number): { owners: Map<number, number>; places: number[] } => {
    const owners = new Map<number, number>();
    for (const [place, node] of points(count)) if (!owners.has(place)) owners.set(place, node);
    return { owners, places: [...owners.keys()].sort((a, b) => a - b) };
  };
  return new Pass(nodes, make, ({ owners, places }, key) => {
    const hash = fnv1a(key);
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) <= hash) low = middle + 1;
      else high = middle;
    }
    return owners.get(places[low === places.length ? 0 : low] ?? 0) ?? 0;
  });
}

/** The same from the definition: of all points the nearest clockwise. */
function naiveRing(nodes: number, hash: (key: string) => number): Contestant {
  return new Pass(nodes, points, (all, key) => {
    const place = hash(key);
    const next = all.find((point) => point[0] > place) ?? all[0];
    return next?.[1] ?? 0;
  });
}

const BLOCK = 4096;

/** Typed arrays, a mixer of integers, a histogram over the buckets of the merged ring. */
class Tuned implements Contestant {
  readonly #shift: number;
  readonly #places: Uint32Array;
  readonly #before: Uint16Array;
  readonly #after: Uint16Array;
  readonly #first: Uint32Array;
  readonly #hasPoint: Uint8Array;
  readonly #buckets: Uint32Array;
  readonly #segments: Float64Array;
  readonly #list = new Uint32Array(BLOCK + 1);
  #next = 0;

  constructor(private readonly nodes: number) {
    const all = points(nodes + 1);
    const length = all.length;
    this.#places = Uint32Array.from(all, (point) => point[0]);
    this.#before = new Uint16Array(length + 1);
    this.#after = new Uint16Array(length + 1);
    let old = all.find((point) => point[1] !== nodes)?.[1] ?? 0;
    this.#before[length] = old;
    this.#after[length] = all[0]?.[1] ?? 0;
    for (let i = length - 1; i >= 0; i--) {
      const owner = all[i]?.[1] ?? 0;
      if (owner !== nodes) old = owner;
      this.#before[i] = old;
      this.#after[i] = owner;
    }
    const bits = Math.min(20, Math.ceil(Math.log2(32 * length)));
    this.#shift = 32 - bits;
    this.#buckets = new Uint32Array(1 << bits);
    this.#first = new Uint32Array(1 << bits);
    this.#hasPoint = new Uint8Array(1 << bits);
    for (let bucket = 0, point = 0; bucket < 1 << bits; bucket++) {
      this.#first[bucket] = point;
      while (point < length && (this.#places[point] ?? 0) >>> this.#shift === bucket) {
        this.#hasPoint[bucket] = 1;
        point++;
      }
    }
    this.#segments = new Float64Array(length + 1);
  }

  /* eslint-disable @typescript-eslint/no-non-null-assertion -- a default in this loop would be work that a tuned one does not do */
  count(begin: number, keys: number): void {
    const [shift, buckets, hasPoint, list] = [this.#shift, this.#buckets, this.#hasPoint, this.#list];
    for (let at = begin; at < begin + keys; at += BLOCK) {
      const end = Math.min(at + BLOCK, begin + keys);
      let listed = 0;
      for (let id = at; id < end; id++) {
        let hash = id | 0;
        hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
        hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
        hash ^= hash >>> 16;
        const bucket = hash >>> shift;
        buckets[bucket]!++;
        list[listed] = hash;
        listed += hasPoint[bucket]!;
      }
      for (let i = 0; i < listed; i++) this.#segments[this.#segment(list[i] ?? 0)]!++;
    }
  }
  /* eslint-enable @typescript-eslint/no-non-null-assertion */

  #segment(hash: number): number {
    let point = this.#first[hash >>> this.#shift] ?? 0;
    while (point < this.#places.length && (this.#places[point] ?? 0) <= hash) point++;
    return point;
  }

  counts(): Counts[] {
    const before = zeros(this.nodes);
    const after = zeros(this.nodes + 1);
    let moved = 0;
    const add = (segment: number, keys: number): void => {
      const [from, to] = [this.#before[segment] ?? 0, this.#after[segment] ?? 0];
      before[from] = (before[from] ?? 0) + keys;
      after[to] = (after[to] ?? 0) + keys;
      if (from !== to) moved += keys;
    };
    this.#segments.forEach((keys, segment) => {
      add(segment, keys);
    });
    this.#buckets.forEach((keys, bucket) => {
      if (this.#hasPoint[bucket] === 0) add(this.#first[bucket] ?? 0, keys);
    });
    return [{ before, after, moved }];
  }

  look(times: number): number {
    let sum = 0;
    for (let i = 0; i < times; i++) {
      sum += this.#after[this.#segment(mix32(this.#next))] ?? 0;
      this.#next = (this.#next + 1) % TURNS;
    }
    return sum;
  }

  build(): void {
    new Tuned(this.nodes).counts();
  }
}

/** Its places are drawn by chance; before and after must have the same, so they are given. */
function consistentHash(nodes: number): Contestant {
  // Its hash of a key has 24 bits and five more by a shift.
  const range = 2 ** 29;
  const make = (count: number): ConsistentHash => {
    const ring = new ConsistentHash({ range });
    const places = Array.from({ length: count }, (): number[] => []);
    for (const [place, node] of points(count)) places[node]?.push(place % range);
    places.forEach((own, node) => ring.add(node, POINTS, own));
    return ring;
  };
  return new Pass(nodes, make, (ring, key) => ring.get(key));
}

function nodeHashRing(nodes: number): Contestant {
  const names = (count: number): string[] => Array.from({ length: count }, (_, node) => String(node));
  return new Pass(
    nodes,
    (count) => new NodeHashRing(names(count), POINTS),
    (ring, key) => Number(ring.findNode(key)),
  );
}
