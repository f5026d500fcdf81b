// What every contestant can be asked, wherever it runs; a request and its answer travel as JSON.

export interface Counts {
  readonly before: number[];
  readonly after: number[];
  readonly moved: number;
}

export interface Request {
  readonly do: "open" | "count" | "counts" | "look" | "build" | "close";
  readonly name: string;
  readonly nodes?: number;
  /** The scenario, for Shardlab itself. */
  readonly text?: string;
  readonly begin?: number;
  readonly keys?: number;
  readonly times?: number;
}

export interface Answer {
  readonly ns: number;
  /** Bytes that are held after the opening, where they can be counted. */
  readonly bytes?: number;
  readonly peak?: number;
  readonly counts?: Counts[];
}

export interface Contestant {
  count(begin: number, keys: number): void;
  counts(): Counts[];
  look(times: number): number;
  build(): void;
  /** The memory of its WebAssembly instance, where it has one. */
  bytes?(): number;
  close?(): void;
}

/** The keys of one-key look-ups take turns. */
export const TURNS = 4096;

/** A structure before and one after, and how a key's node is asked for. */
export class Pass<T> implements Contestant {
  readonly #states: readonly [T, T];
  readonly #counts: Counts;
  readonly #keys: string[] = [];
  #next = 0;

  constructor(
    nodes: number,
    private readonly make: (nodes: number) => T,
    private readonly owner: (state: T, key: string) => number,
  ) {
    this.#states = [make(nodes), make(nodes + 1)];
    this.#counts = { before: zeros(nodes), after: zeros(nodes + 1), moved: 0 };
    for (let i = 0; i < TURNS; i++) this.#keys.push(String(i));
  }

  count(begin: number, keys: number): void {
    const { before, after } = this.#counts;
    const [old, now] = this.#states;
    let moved = 0;
    for (let id = begin; id < begin + keys; id++) {
      const key = String(id);
      const from = this.owner(old, key);
      const to = this.owner(now, key);
      before[from] = (before[from] ?? 0) + 1;
      after[to] = (after[to] ?? 0) + 1;
      if (from !== to) moved++;
    }
    (this.#counts as { moved: number }).moved += moved;
  }

  counts(): Counts[] {
    return [this.#counts];
  }

  look(times: number): number {
    let sum = 0;
    for (let i = 0; i < times; i++) {
      sum += this.owner(this.#states[0], this.#keys[this.#next] ?? "");
      this.#next = (this.#next + 1) % TURNS;
    }
    return sum;
  }

  build(): void {
    this.make(this.#counts.before.length);
  }
}

export function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

/** The table of open contestants and the clock: the same in a page's worker and in node. */
export class Table {
  readonly #open = new Map<string, Contestant>();

  constructor(private readonly make: (request: Request) => Contestant | Promise<Contestant>) {}

  async answer(request: Request): Promise<Answer> {
    if (request.do === "open") {
      const began = performance.now();
      const contestant = await this.make(request);
      const ns = since(began);
      this.#open.set(request.name, contestant);
      const bytes = contestant.bytes?.();
      return bytes === undefined ? { ns } : { ns, bytes };
    }
    const contestant = this.#open.get(request.name);
    if (contestant === undefined) throw new Error(`${request.name} is not open`);
    if (request.do === "close") {
      contestant.close?.();
      this.#open.delete(request.name);
      return { ns: 0 };
    }
    if (request.do === "counts") return { ns: 0, counts: contestant.counts(), bytes: contestant.bytes?.() ?? 0 };
    const began = performance.now();
    if (request.do === "count") contestant.count(request.begin ?? 0, request.keys ?? 0);
    else if (request.do === "look") contestant.look(request.times ?? 0);
    else contestant.build();
    return { ns: since(began) };
  }
}

function since(began: number): number {
  return (performance.now() - began) * 1e6;
}
