// What changed between two texts, as changes that leave everything else where it is: lines first, then letters within them.

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** More cells than this are not compared: what lies between the equal ends is then one change. */
const CELLS_MAX = 250_000;

/** The changes that make `after` of `before`, in order, each with its place in `before`. */
export function changes(before: string, after: string): Change[] {
  const [a, b] = [lines(before), lines(after)];
  const head = common(a, b, (list, i) => list[i]);
  const tail = common(a.slice(head), b.slice(head), (list, i) => list[list.length - 1 - i]);
  const pairs = matched(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const found: Change[] = [];
  let at = a.slice(0, head).join("").length;
  for (const [old, now] of pairs) {
    if (old !== now) found.push(within(old, now, at));
    at += old.length;
  }
  return found;
}

/** A text as lines, each with its end. */
function lines(text: string): string[] {
  return text.split(/(?<=\n)/u);
}

/** How many of two lists agree, taken one by one. */
function common<T>(a: readonly T[], b: readonly T[], take: (list: readonly T[], i: number) => T | undefined): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  while (same < most && take(a, same) === take(b, same)) same += 1;
  return same;
}

type Pair = readonly [string, string];

/** Blocks of lines in order: equal ones, and between them what stands in place of what. */
function matched(a: readonly string[], b: readonly string[]): Pair[] {
  if (a.length * b.length > CELLS_MAX) return replaced(a, b);
  const longest = table(a, b);
  const width = b.length + 1;
  const found: Pair[] = [];
  let [i, j] = [0, 0];
  let [gone, come]: [string[], string[]] = [[], []];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && x === y) {
      found.push(...replaced(gone, come), [x, x]);
      [gone, come] = [[], []];
      i += 1;
      j += 1;
    } else if (x !== undefined && (y === undefined || (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))) {
      gone.push(x);
      i += 1;
    } else {
      come.push(y ?? "");
      j += 1;
    }
  }
  return [...found, ...replaced(gone, come)];
}

/** Lines in place of others: line by line where there are as many, else all of them at once. */
function replaced(gone: readonly string[], come: readonly string[]): Pair[] {
  return gone.length === come.length ? gone.map((line, i) => [line, come[i] ?? ""] as const) : [[gone.join(""), come.join("")]];
}

/** How many lines two ends of the lists have in common, for each pair of ends. */
function table(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const beside = Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
      longest[i * width + j] = a[i] === b[j] ? (longest[(i + 1) * width + j + 1] ?? 0) + 1 : beside;
    }
  }
  return longest;
}

/** The letters that differ between two blocks, the first of which stands at `at`. */
function within(old: string, now: string, at: number): Change {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return { from: at + head, to: at + old.length - tail, insert: now.slice(head, now.length - tail) };
}
