// The comparison as it is chosen: which strategies, in which order, with what was measured of them.
import type { Timing } from "../core/contract.ts";
import type { CompareRow, KindInfo } from "../core/types.ts";
import { rows } from "./figures.ts";
import type { State } from "./model.ts";

/** A strategy in the comparison, with its number in the scenario. */
export interface Compared {
  readonly index: number;
  readonly row: CompareRow;
  readonly kind: KindInfo | undefined;
  readonly dialect: DialectInfo | undefined;
  readonly timing: Timing | undefined;
}

export type DialectInfo = KindInfo["dialects"][number];
export type Guarantee = DialectInfo["guarantees"][number];
export const GUARANTEES: readonly Guarantee[] = ["minimal", "weighted", "order_free", "any_removal", "history_free", "passes_over"];

export interface Filter {
  readonly text: string;
  /** All of these are promised. */
  readonly guarantees: ReadonlySet<Guarantee>;
}

/** What a column is sorted by; a text, or a number where a missing one comes last. */
const VALUES = {
  name: ({ row }: Compared): string | number => row.name,
  moved: ({ row }: Compared): string | number => row.moved,
  needed: ({ row }: Compared): string | number => row.moved - row.needless,
  needless: ({ row }: Compared): string | number => row.needless,
  theory: ({ row }: Compared): string | number => row.theory?.moved ?? Infinity,
  peak: ({ row }: Compared): string | number => row.peak_to_average,
  p99: ({ row }: Compared): string | number => row.p99_to_average,
  deviation: ({ row }: Compared): string | number => row.deviation,
  spread: ({ row }: Compared): string | number => row.spread?.greatest ?? Infinity,
  lookUp: ({ timing }: Compared): string | number => timing?.lookUpNs ?? Infinity,
  build: ({ timing }: Compared): string | number => timing?.buildNs ?? Infinity,
  memory: ({ row }: Compared): string | number => row.memory_bytes,
} as const;

export type Column = keyof typeof VALUES;

export interface Sort {
  readonly column: Column;
  readonly down: boolean;
}

/** Every strategy of the scenario, in its order. */
export function all(state: State): Compared[] {
  const { shelf, measured, place } = state;
  const timings = measured.phases.get(place.target);
  return rows(state).map((row, index) => {
    const kind = shelf.kinds.find(({ id }) => id === row.kind);
    const dialect = kind?.dialects.find(({ id }) => id === row.dialect);
    return { index, row, kind, dialect, timing: timings?.[index] };
  });
}

/** Those that pass the filter, sorted; strategies that refused the step come last. */
export function chosen(list: readonly Compared[], { text, guarantees }: Filter, sort: Sort | undefined): Compared[] {
  const wanted = text.trim().toLowerCase().split(/\s+/u);
  const passes = ({ row, kind, dialect }: Compared): boolean => {
    const said = `${row.name} ${row.description} ${kind?.title ?? ""} ${row.dialect} ${kind?.summary ?? ""}`.toLowerCase();
    return wanted.every((word) => said.includes(word)) && [...guarantees].every((one) => dialect?.guarantees.includes(one) ?? false);
  };
  const found = list.filter(passes);
  if (sort === undefined) return found;
  const value = VALUES[sort.column];
  return found.sort((a, b) => refusedLast(a, b) || missingLast(value(a), value(b), sort.down));
}

function refusedLast(a: Compared, b: Compared): number {
  return Number(a.row.refused !== undefined) - Number(b.row.refused !== undefined);
}

function missingLast(a: string | number, b: string | number, down: boolean): number {
  if (a === b) return 0;
  if (a === Infinity) return 1;
  if (b === Infinity) return -1;
  return (a < b ? -1 : 1) * (down ? -1 : 1);
}
