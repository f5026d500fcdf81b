// The packages that are compared with, as far as they are called; they bring no types.

declare module "consistent-hash" {
  export default class ConsistentHash {
    constructor(options?: { range?: number });
    add(node: number, count: number, points?: number[]): this;
    get(key: string): number;
  }
}

declare module "node-hashring" {
  export default class HashRing {
    constructor(nodes: string[], virtualNodes?: number);
    findNode(key: string): string;
  }
}

declare module "hashring" {
  export default class HashRing {
    constructor(servers: string[], algorithm?: string, options?: Record<string, number>);
    get(key: string): string;
  }
}
