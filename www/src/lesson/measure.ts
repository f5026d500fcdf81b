// What answers a question: read from the figures that the page itself shows of the scene's run, and absent until they are there.
import type { Scene as Picture } from "../core/types.ts";
import { attempt, core } from "../state/page.ts";
import type { State } from "../state/model.ts";
import type { Measure, Option, Question, Scene } from "./content.ts";
import type { Found, Said } from "./model.ts";

/** Of a picture of this size the middle of the band is at this part of its side, and the key dots are beyond it. */
const SIDE = 400;
const BAND = 0.39;

export function found(state: State, { text }: Scene, { measure }: Question, said: Said): Found | undefined {
  const { shown } = state;
  if (state.text !== text || shown?.text !== text) return undefined;
  const strategy = shown.info.strategies.findIndex(({ name }) => name === measure.strategy);
  if (strategy < 0) return undefined;
  switch (measure.what) {
    case "moved":
    case "moved_share":
    case "peak":
      return figure(state, measure.what, strategy, measure.step);
    case "key_node":
    case "key_moves":
      return routed(state, measure, strategy);
    case "verdict":
      return verdict(state, text);
    case "migration":
      return counted(state, measure, text, strategy);
    case "owner_changes":
      return said.kind === "mark" ? owners(state, strategy, measure.step, said.degrees) : anOwner(state, strategy, measure.step);
  }
}

function figure({ shown }: State, what: "moved" | "moved_share" | "peak", strategy: number, step: number): Found | undefined {
  const row = attempt(() => shown?.scene.rows(step))?.[strategy];
  if (shown === undefined || row === undefined) return undefined;
  const number = what === "moved" ? row.moved : what === "moved_share" ? row.moved_share : row.peak_to_average;
  return { kind: "number", number, keys: row.moved, all: shown.info.keys };
}

function routed({ router }: State, measure: Measure & { what: "key_node" | "key_moves" }, strategy: number): Found | undefined {
  const at = router.phases.indexOf(measure.step);
  if (router.key !== measure.key || at < 0) return undefined;
  const node = (phase: number): string | undefined => router.answers[phase]?.[strategy]?.nodes[0]?.name;
  const [now, before] = [node(at), node(at - 1)];
  if (now === undefined) return undefined;
  return { kind: "word", word: measure.what === "key_node" ? now : now === before ? "stays" : "moves" };
}

function verdict({ incident }: State, text: string): Found | undefined {
  return incident.found?.text === text && incident.run.kind === "idle" ? { kind: "word", word: incident.found.info.verdict } : undefined;
}

function counted({ migration }: State, { policy, count, step }: Measure & { what: "migration" }, text: string, strategy: number): Found | undefined {
  const asked = attempt(() => core.edit(text, { do: "set_simulation", section: "migration", param: "policy" }))?.text ?? text;
  if (migration.found?.of !== JSON.stringify([asked, strategy, step]) || migration.run.kind !== "idle") return undefined;
  const row = migration.found.info.rows.find((one) => one.policy === policy);
  return row === undefined ? undefined : { kind: "number", number: row[count], keys: migration.found.info.moved, all: migration.found.info.all };
}

/** The node of a place on the ring before a step and after it. */
function owners(state: State, strategy: number, step: number, degrees: number): Found | undefined {
  const [before, after] = [ownerAt(state, strategy, step - 1, degrees), ownerAt(state, strategy, step, degrees)];
  return before === undefined || after === undefined ? undefined : { kind: "owners", before, after };
}

/** The first place that changes its node, for those who marked none. */
function anOwner(state: State, strategy: number, step: number): Found | undefined {
  for (let degrees = 0; degrees < 360; degrees += 1) {
    const at = owners(state, strategy, step, degrees);
    if (at?.kind === "owners" && at.before !== at.after) return at;
  }
  return undefined;
}

export function ownerAt({ shown }: State, strategy: number, phase: number, degrees: number): string | undefined {
  return shown === undefined ? undefined : attempt(() => nodeAt(shown.scene, strategy, phase, degrees));
}

function nodeAt(scene: Picture, strategy: number, phase: number, degrees: number): string | undefined {
  const view = { strategy, phase, progress: 1, width: SIDE, height: SIDE, theme: "light", scale: 1, headline: false } as const;
  const turn = (degrees / 360) * 2 * Math.PI;
  const focus = scene.hit(view, SIDE * (0.5 + BAND * Math.sin(turn)), SIDE * (0.5 - BAND * Math.cos(turn)));
  return focus === undefined ? undefined : scene.name(view, focus).node?.name;
}

/** The option that a finding makes right. */
export function rightOption(options: readonly Option[], found: Found): number {
  return options.findIndex(({ is, from = -Infinity, below = Infinity }) => (found.kind === "word" ? is === found.word : found.kind === "number" && found.number >= from && found.number < below));
}
