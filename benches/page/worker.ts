// A worker of the page: bare techniques and Shardlab as WebAssembly, and the JavaScript peers; it answers requests.
import { type Contestant, type Counts, type Request, Table } from "./contestant.ts";
import { open as openJs } from "./js.ts";

declare function importScripts(url: string): void;

/** What the runner says first: where the files are. */
interface Files {
  readonly bare: string;
  readonly simd: string;
  readonly glue: string;
  readonly ours: string;
  readonly oursSimd: string | undefined;
}

const TECHNIQUES = ["modulo", "ring", "rendezvous", "jump", "maglev", "anchor", "multi-probe", "sha256", "text"];
/** A longer call would stay in the slower tier of a fresh module. */
const SLICE = 2_000_000;

interface BareModule {
  readonly memory: WebAssembly.Memory;
  open(technique: number, nodes: number): void;
  count(begin: bigint, keys: bigint): void;
  counts(): number;
}

class Bare implements Contestant {
  constructor(
    private readonly module: BareModule,
    private readonly technique: number,
    private readonly nodes: number,
  ) {
    this.build();
  }

  count(begin: number, keys: number): void {
    sliced(begin, keys, (from, count) => {
      this.module.count(BigInt(from), BigInt(count));
    });
  }

  counts(): Counts[] {
    const each = 2 * this.nodes + 2;
    const at = this.module.counts();
    const words = new BigUint64Array(this.module.memory.buffer, at, (TECHNIQUES[this.technique % 100] === "sha256" ? 2 : 1) * each);
    const all = Array.from(words, Number);
    const counts: Counts[] = [];
    for (let i = 0; i < all.length; i += each) {
      const middle = i + this.nodes;
      counts.push({ before: all.slice(i, middle), after: all.slice(middle, i + each - 1), moved: all[i + each - 1] ?? 0 });
    }
    return counts;
  }

  look(): number {
    throw new Error("a bare technique places no single key");
  }

  build(): void {
    this.module.open(this.technique, this.nodes);
  }

  bytes(): number {
    return this.module.memory.buffer.byteLength;
  }
}

function sliced(begin: number, keys: number, count: (begin: number, keys: number) => void): void {
  for (let done = 0; done < keys; done += SLICE) count(begin + done, Math.min(SLICE, keys - done));
}

let files: Files | undefined;
const modules = new Map<string, Promise<WebAssembly.Module>>();

function module(url: string): Promise<WebAssembly.Module> {
  const known = modules.get(url) ?? WebAssembly.compileStreaming(fetch(url));
  modules.set(url, known);
  return known;
}

async function bare(url: string, name: string, nodes: number): Promise<Contestant> {
  const instance = await WebAssembly.instantiate(await module(url), {});
  const [kind, technique = ""] = name.split("/");
  const number = TECHNIQUES.indexOf(technique) + (kind === "naive" ? 100 : 0);
  return new Bare(instance.exports as unknown as BareModule, number, nodes);
}

/** The glue keeps one instance: all of Shardlab's contestants of a worker share it, of one build. */
let loaded: string | undefined;
let exports: { memory: WebAssembly.Memory } | undefined;

async function core(url: string): Promise<typeof wasm_bindgen> {
  if (files !== undefined && loaded === undefined) {
    importScripts(files.glue);
    exports = await wasm_bindgen({ module_or_path: await module(url) });
    loaded = url;
  }
  if (loaded !== url) throw new Error("a worker has one build of Shardlab");
  return wasm_bindgen;
}

async function ours(url: string, name: string, text: string): Promise<Contestant> {
  const glue = await core(url);
  return name === "ours/one" ? one(glue, text) : bulk(glue, text);
}

function one(glue: typeof wasm_bindgen, text: string): Contestant {
  const bench = new glue.Bench(text, 0, 0);
  return {
    count: () => undefined,
    counts: () => [],
    look: (times) => bench.look_up(times),
    build: () => {
      bench.build();
    },
    bytes: () => exports?.memory.buffer.byteLength ?? 0,
    close: () => {
      bench.free();
    },
  };
}

/** The bulk path's class, as far as it is called. */
interface Scale {
  build_one(): boolean;
  count(begin: number, keys: number): void;
  counts(): Uint8Array;
  free(): void;
}

function bulk(glue: typeof wasm_bindgen, text: string): Contestant {
  const { Scale } = glue as unknown as { Scale?: new (text: string) => Scale };
  if (Scale === undefined) throw new Error("this build of Shardlab has no bulk path");
  const build = (): Scale => {
    const scale = new Scale(text);
    while (!scale.build_one());
    return scale;
  };
  const scale = build();
  return {
    count: (begin, keys) => {
      sliced(begin, keys, (from, count) => {
        scale.count(from, count);
      });
    },
    counts: () => read(scale.counts()),
    look: () => 0,
    build: () => {
      build().free();
    },
    bytes: () => exports?.memory.buffer.byteLength ?? 0,
    close: () => {
      scale.free();
    },
  };
}

/** The counts from their bytes: numbers of seven bits a byte, lists with their length in front. */
function read(bytes: Uint8Array): Counts[] {
  let at = 0;
  const number = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  const list = <T>(one: () => T): T[] => Array.from({ length: number() }, one);
  const phase = (): { loads: number[]; moved: number } => {
    const found = { loads: list(number), moved: number() };
    number(); // needless
    return found;
  };
  const strategy = (): Counts => {
    const [start, step] = list(phase);
    if (number() !== 0) throw new Error("a strategy refused a step");
    return { before: start?.loads.slice(0, -1) ?? [], after: step?.loads ?? [], moved: step?.moved ?? 0 };
  };
  number(); // keys
  return list(strategy);
}

async function make(request: Request): Promise<Contestant> {
  if (files === undefined) throw new Error("the worker was not told where the files are");
  // `wasm:bare/ring`: the build before the contestant.
  const [build = "", name = ""] = request.name.split(":");
  const nodes = request.nodes ?? 0;
  if (name.startsWith("ours/")) return ours(build === "simd" ? (files.oursSimd ?? "") : files.ours, name, request.text ?? "");
  if (build === "js") return openJs(name, nodes);
  return bare(build === "simd" ? files.simd : files.bare, name, nodes);
}

const table = new Table(make);

self.addEventListener("message", (event: MessageEvent<{ id: number; files?: Files; request?: Request }>) => {
  const { id, request } = event.data;
  files = event.data.files ?? files;
  const answer = request === undefined ? Promise.resolve({ ns: 0 }) : table.answer(request);
  answer.then(
    (value) => {
      self.postMessage({ id, value });
    },
    (error: unknown) => {
      self.postMessage({ id, error: String(error) });
    },
  );
});
