// The examples of the shelf: which one a text is, and what one is about.
import type { PresetInfo } from "../core/types.ts";
import type { State } from "./model.ts";

export function presetOf({ text, shelf }: State): PresetInfo | undefined {
  return shelf.presets.find((preset) => preset.text === text);
}

/** The text of an example; of the first one where none is called so. */
export function presetText({ shelf: { presets } }: State, name: string): string | undefined {
  return (presets.find((preset) => preset.name === name) ?? presets[0])?.text;
}

/** The strategy that an example is about, where it says so. */
export function lookAt({ shelf }: State, text: string): { strategy?: number } {
  const strategy = shelf.presets.find((preset) => preset.text === text)?.strategy;
  return strategy === undefined ? {} : { strategy };
}

/** The panel that an example is about, where it says so. */
export function tabOf({ shelf }: State, text: string): string | undefined {
  return shelf.presets.find((preset) => preset.text === text)?.tab;
}
