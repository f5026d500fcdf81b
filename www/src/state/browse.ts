// Which examples are shown, and in which order: by level, as far as they have all the words and belong to what is chosen.
import type { PresetInfo } from "../core/types.ts";
import { core } from "./page.ts";

export const LEVELS = ["start", "practice", "depth"] as const;
export const TOPICS = ["surprise", "migration", "incident", "scale"] as const;
export type Level = (typeof LEVELS)[number];
export type Topic = (typeof TOPICS)[number];

export interface Wanted {
  readonly text: string;
  readonly level: Level | undefined;
  readonly topic: Topic | undefined;
}

export const EVERYTHING: Wanted = { text: "", level: undefined, topic: undefined };

/** The first core has few of them. */
export function areAllHere(): boolean {
  return core.whole;
}

/** The examples of each level that has any. */
export function browsed(presets: readonly PresetInfo[], wanted: Wanted): readonly (readonly [Level, readonly PresetInfo[]])[] {
  const found = presets.filter((preset) => fits(preset, wanted));
  return LEVELS.map((level) => [level, found.filter((preset) => preset.level === level)] as const).filter(([, some]) => some.length > 0);
}

function fits(preset: PresetInfo, { text, level, topic }: Wanted): boolean {
  return (level === undefined || preset.level === level) && (topic === undefined || isOf(preset, topic)) && hasWords(preset, text);
}

function isOf({ why, tab }: PresetInfo, topic: Topic): boolean {
  return topic === "surprise" ? why !== "" : tab === topic;
}

/** Each word stands somewhere in what is said of the example. */
function hasWords({ name, title, line, why }: PresetInfo, text: string): boolean {
  const said = `${name} ${title} ${line} ${why}`.toLowerCase();
  return text.toLowerCase().split(/\s+/u).every((word) => said.includes(word));
}
