// The figures of the last good run, as elements read them. Nothing here computes what the core has not.
import type { CompareRow, FlowRow, Headline, LoadRow, RingView } from "../core/types.ts";
import { attempt } from "./gateway.ts";
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

export function flows({ shown, place }: State): readonly FlowRow[] {
  return place.target === 0 ? [] : (attempt(() => shown?.scene.flows(place.strategy, place.target)) ?? []);
}

export function describeLoad({ shown, place }: State): string {
  return attempt(() => shown?.scene.describe_load(place.strategy, place.target)) ?? "";
}

/** The ring's finding in words; without a size, because words have none. */
export function describeRing({ shown, place }: State): string {
  const view: RingView = { strategy: place.strategy, phase: place.target, progress: 1, width: 400, height: 400, theme: "light", scale: 1, headline: true };
  return attempt(() => shown?.scene.describe_ring(view)) ?? "";
}

/** Who a name is on every picture: letter and colour. */
export function nodeOf({ shown }: State, name: string): { letter: string; colour: number } {
  return shown?.info.nodes.find((node) => node.name === name) ?? { letter: name.slice(-1), colour: 0 };
}
