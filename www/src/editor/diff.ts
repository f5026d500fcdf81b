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

/** Blocks of lines in order: equal ones, and between them what stands in place of what. */
function matched(a: readonly string[], b: readonly string[]): (readonly [string, string])[] {
  if (a.length === 0 && b.length === 0) return [];
  if (a.length === b.length) return a.map((line, i) => [line, b[i] ?? ""] as const);
  if (a.length * b.length > CELLS_MAX) return [[a.join(""), b.join("")]];
  const longest = table(a, b);
  const width = b.length + 1;
  const found: (readonly [string, string])[] = [];
  let [i, j, old, now] = [0, 0, "", ""];
  const close = (): void => {
    if (old !== "" || now !== "") found.push([old, now]);
    [old, now] = ["", ""];
  };
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && x === y) {
      close();
      found.push([x, x]);
      i += 1;
      j += 1;
    } else if (y === undefined || (x !== undefined && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))) {
      old += x ?? "";
      i += 1;
    } else {
      now += y;
      j += 1;
    }
  }
  close();
  return found;
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
  const head = common([...split(old)], [...split(now)], (list, i) => list[i]);
  const most = Math.min(old.length, now.length) - head;
  let tail = 0;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return { from: at + head, to: at + old.length - tail, insert: now.slice(head, now.length - tail) };
}

/** A text as its UTF-16 units. */
function split(text: string): string[] {
  return text.split("");
}
