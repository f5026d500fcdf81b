// What is measured: strategies, sizes, and who takes part where.

export const NODES = [3, 64, 1024] as const;

export interface Strategy {
  readonly id: string;
  readonly title: string;
  /** Peers as `side:name`. */
  readonly peers: readonly string[];
}

const JS = ["js:peer/map", "js:peer/tuned", "js:peer/consistent-hash", "js:peer/node-hashring", "node:peer/hashring"];
const RINGS = ["hashring", "hash-rings ring", "consistent_hash", "ketama", "conhash"];

export const STRATEGIES: readonly Strategy[] = [
  { id: "modulo", title: "modulo", peers: [] },
  { id: "ring", title: "ring", peers: [...RINGS.map(native), ...JS] },
  { id: "rendezvous", title: "rendezvous", peers: ["hash-rings rendezvous", "rendezvous_hash", "hrw-hash"].map(native) },
  { id: "jump", title: "jump", peers: ["jumphash", "hash-rings jump"].map(native) },
  { id: "maglev", title: "Maglev", peers: [native("maglev")] },
  { id: "anchor", title: "anchor", peers: [native("anchorhash")] },
  { id: "multi-probe", title: "multi-probe", peers: ["hash-rings multi-probe", "mpchash"].map(native) },
  { id: "sha256", title: "SHA-256 of key_{i}: ring and modulo", peers: ["python:peer/sha256 modulo", "python:peer/bisect ring"] },
  { id: "text", title: "XXH3 of key_{i}: ring", peers: ["python:peer/uhashring"] },
];

function native(name: string): string {
  return `native:peer/${name}`;
}

function kinds(strategy: string): readonly string[] {
  if (strategy === "sha256") return ["ring", "modulo"];
  return strategy === "text" ? ["ring"] : [strategy];
}

/** The scenario of a strategy: a billion keys, some nodes and one more, as the bare techniques have it. */
export function scenario(strategy: string, nodes: number): string {
  return scenarioOf(kinds(strategy), nodes, strategy);
}

/** The same with several kinds. */
export function scenarioOf(kinds: readonly string[], nodes: number, keys = ""): string {
  const name = (node: number): string => `"n${String(node).padStart(4, "0")}"`;
  const names = Array.from({ length: nodes }, (_, node) => name(node));
  const hash = keys === "text" ? 'hash = "xxh3"\n' : "";
  const count = keys === "text" || keys === "sha256" ? "count = 1_000_000_000" : "ids = 1_000_000_000";
  const strategies = kinds.map((kind) => `[[strategy]]\nkind = "${kind}"\n`).join("");
  return `${hash}nodes = [${names.join(", ")}]\n[keys]\n${count}\n${strategies}[[step]]\nadd = ${name(nodes)}\n`;
}
