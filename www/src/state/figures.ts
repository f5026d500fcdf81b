// The figures of the last good run, as elements read them. Nothing here computes what the core has not.
import type { CompareRow, FlowTable, Headline, LoadRow, RingView } from "../core/types.ts";
import { attempt } from "./page.ts";
import type { State } from "./model.ts";

export function headline({ shown, place }: State): Headline | undefined {
  return attempt(() => shown?.scene.headline(place.strategy, place.target));
}

export function rows({ shown, place }: State): readonly CompareRow[] {
  return attempt(() => shown?.scene.rows(place.target)) ?? [];
}

export function loads({ shown, place }: State): readonly LoadRow[] {
  return attempt(() => shown?.scene.loads(place.strategy, place.target)) ?? [];
}

/** The moves of the step; absent at the start, and where nothing moved. */
export function flows({ shown, place }: State): FlowTable | undefined {
  const table = place.target === 0 ? undefined : attempt(() => shown?.scene.flows(place.strategy, place.target));
  return table === undefined || table.cells.length === 0 ? undefined : table;
}

export function describeLoad({ shown, place }: State): string {
  return attempt(() => shown?.scene.describe_load(place.strategy, place.target)) ?? "";
}

/** The ring's finding in words; without a size, because words have none. */
export function describeRing({ shown, place }: State): string {
  const view: RingView = { strategy: place.strategy, phase: place.target, progress: 1, width: 400, height: 400, theme: "light", scale: 1, headline: true };
  return attempt(() => shown?.scene.describe_ring(view)) ?? "";
}
