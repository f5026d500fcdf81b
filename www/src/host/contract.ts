// What a figure and the page around it may say to each other: a closed set, checked on both sides, and what a figure can show.

/** What a figure can show, by the word of its address. */
export const EMBED_VIEWS = ["ring", "picture", "results", "load", "compare", "router", "sweep", "migration", "incident", "challenge", "scale"] as const;
export type EmbedView = (typeof EMBED_VIEWS)[number];

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** No text of a host is longer than this. */
const TEXT_MAX = 256 * 1024;
/** No figure asks for more, nor for less. */
const HEIGHT_MIN = 40;
const HEIGHT_MAX = 10_000;
/** No timeline has more places. */
const STEPS_MAX = 10_000;

/** What the page around may say. */
export type Asked =
  | { readonly type: "load"; readonly text: string }
  | { readonly type: "step"; readonly step: number }
  | { readonly type: "theme"; readonly theme: Theme }
  | { readonly type: "run" }
  | { readonly type: "pause" }
  | { readonly type: "state" };

/** How a figure is. Its link, which holds the whole text, is there where the page around asked for the state. */
export interface FigureState {
  readonly core: "poster" | "loading" | "ready" | "failed";
  readonly run: "idle" | "waiting" | "running" | "failed";
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly playing: boolean;
  readonly link?: string;
}

/** What a figure may say. */
export type Told = { readonly type: "height"; readonly height: number } | { readonly type: "state"; readonly state: FigureState };

/** What the page around said, if it is one of the set and right in every part. */
export function asked(data: unknown): Asked | undefined {
  const said = record(data);
  const type = typeName(said);
  switch (type) {
    case "run":
    case "pause":
    case "state":
      return { type };
    case "load":
      return typeof said["text"] === "string" && said["text"].length <= TEXT_MAX ? { type, text: said["text"] } : undefined;
    case "step":
      return isWhole(said["step"], STEPS_MAX) ? { type, step: said["step"] } : undefined;
    case "theme": {
      const theme = THEMES.find((one) => one === said["theme"]);
      return theme === undefined ? undefined : { type, theme };
    }
    default:
      return undefined;
  }
}

/** Whether a figure beside this one said that it begins. */
export function begins(data: unknown): boolean {
  return typeName(record(data)) === "begins";
}

/** What a figure said, likewise. */
export function told(data: unknown): Told | undefined {
  const said = record(data);
  const type = typeName(said);
  if (type === "height") return isWhole(said["height"], HEIGHT_MAX) ? { type, height: Math.max(HEIGHT_MIN, said["height"]) } : undefined;
  const state = type === "state" ? figureState(said) : undefined;
  return state === undefined ? undefined : { type: "state", state };
}

const CORES: readonly FigureState["core"][] = ["poster", "loading", "ready", "failed"];
const RUNS: readonly FigureState["run"][] = ["idle", "waiting", "running", "failed"];

function figureState(said: Readonly<Record<string, unknown>>): FigureState | undefined {
  const core = CORES.find((one) => one === said["core"]);
  const run = RUNS.find((one) => one === said["run"]);
  const { title, step, steps, playing, link } = said;
  if (core === undefined || run === undefined || typeof title !== "string" || typeof playing !== "boolean") return undefined;
  if (!isWhole(step, STEPS_MAX) || !isWhole(steps, STEPS_MAX)) return undefined;
  return { core, run, title, step, steps, playing, ...(typeof link === "string" ? { link } : {}) };
}

/** The name of a message; either side may write ours in front. */
function typeName(said: Readonly<Record<string, unknown>>): string {
  return typeof said["type"] === "string" ? said["type"].replace(/^shardlab:/u, "") : "";
}

function record(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null ? { ...data } : {};
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;
}
