// Small pictures of scenarios that are not open: each is run beside everything else, one after the other, once it is looked at.
import type { IncidentScene, MigrationScene, PresetInfo, Scene } from "../core/types.ts";
import { words } from "../presets/strings.ts";
import { core, strings } from "./page.ts";

/** A run that is estimated above this is one of a sample. */
const WHOLE_MS = 300;
const SAMPLE_KEYS = 10_000;

export type Theme = "light" | "dark";

/** A finished picture. */
export interface Preview {
  /** The finding, short enough for a caption. */
  readonly caption: string;
  /** The same at length, for those who do not see the picture. */
  readonly words: string;
  readonly paint: (canvas: HTMLCanvasElement, size: number, theme: Theme, dpr: number) => void;
  readonly free: () => void;
}

/** What is known of a preset's picture. */
export type Made = Preview | { readonly failed: string };

export class Previews {
  readonly #made = new Map<string, Made>();
  readonly #wanted: PresetInfo[] = [];
  #abort: AbortController | undefined;

  constructor(private readonly told: () => void) {}

  of(preset: PresetInfo): Made | undefined {
    return this.#made.get(preset.name);
  }

  /** Makes the picture when those before it are made. */
  want(preset: PresetInfo): void {
    if (this.#made.has(preset.name) || this.#wanted.includes(preset)) return;
    this.#wanted.push(preset);
    if (this.#abort === undefined) void this.#work();
  }

  /** It is out of sight again before it was begun. */
  unwant(preset: PresetInfo): void {
    const at = this.#wanted.indexOf(preset);
    if (at > 0) this.#wanted.splice(at, 1);
  }

  /** Gives up what is at work, and frees what was made. */
  end(): void {
    this.#abort?.abort(new DOMException("the examples were closed", "AbortError"));
    this.#wanted.length = 0;
    for (const made of this.#made.values()) if ("free" in made) made.free();
    this.#made.clear();
  }

  /** The first of those that wait stays among them while it is at work. */
  async #work(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    for (let preset = this.#wanted[0]; preset !== undefined; preset = this.#wanted[0]) {
      const made = await tried(preset, abort.signal);
      if (abort.signal.aborted) {
        if ("free" in made) made.free();
        break;
      }
      this.#wanted.shift();
      this.#made.set(preset.name, made);
      this.told();
    }
    this.#abort = undefined;
    // What was wanted after the end begins anew.
    if (this.#wanted.length > 0) void this.#work();
  }
}

async function tried(preset: PresetInfo, signal: AbortSignal): Promise<Made> {
  try {
    return await make(preset, signal);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

async function make(preset: PresetInfo, signal: AbortSignal): Promise<Preview> {
  await core.needWhole();
  switch (preset.tab) {
    case "migration":
      return migration(preset, signal);
    case "incident":
      return incident(preset, signal);
    default:
      return run(preset, signal);
  }
}

/** The ring after the last step that the strategy can do. */
async function run({ text, strategy: chosen }: PresetInfo, signal: AbortSignal): Promise<Preview> {
  const { text: small, sample } = sampled(text);
  const scene = core.scene(await core.preview({ kind: "run", text: small, earlier: undefined }, signal));
  const { strategies, phases } = scene.info();
  const ring = strategies.findIndex(({ kind }) => kind === "ring");
  const strategy = chosen ?? Math.max(0, ring);
  const refused = strategies[strategy]?.refused?.step ?? phases.length;
  const phase = Math.max(0, Math.min(phases.length - 1, refused - 1));
  return { ...told(scene, strategy, phase, sample), paint: painter(scene, strategy, phase), free: freeing(scene) };
}

function painter(scene: Scene, strategy: number, phase: number): Preview["paint"] {
  return (canvas, size, theme, dpr) => {
    core.draw(() => {
      scene.paint_mini(canvas, strategy, phase, size, theme, dpr);
    });
  };
}

function told(scene: Scene, strategy: number, phase: number, sample: string): Pick<Preview, "caption" | "words"> {
  const { figure = "", of = "", sentence = "" } = scene.headline(strategy, phase) ?? {};
  return { caption: sample === "" ? words.moved(figure, of) : `${words.moved(figure, of)}, ${words.inSample}`, words: join(sentence, sample) };
}

/** The text, or the same with fewer keys where all of them would take long. */
function sampled(text: string): { readonly text: string; readonly sample: string } {
  const { form, cost_ms } = core.check(text);
  if (cost_ms <= WHOLE_MS || form === undefined || form.keys.kind === "list") return { text, sample: "" };
  const { text: small } = core.edit(text, { do: "set_keys", ...(form.keys.kind === "pattern" ? { count: SAMPLE_KEYS } : { ids: SAMPLE_KEYS }) });
  return small === undefined ? { text, sample: "" } : { text: small, sample: words.sample(SAMPLE_KEYS) };
}

/** The keys half way, and how it ends under the policy that is watched. */
async function migration({ text, strategy = 0 }: PresetInfo, signal: AbortSignal): Promise<Preview> {
  const watched = core.migrationForm(text)?.policies[0] ?? "";
  const scene = core.migrationScene(await core.preview({ kind: "migration", text, strategy, phase: 1, watched }, signal));
  const { rows } = scene.info();
  const policy = Math.max(0, rows.findIndex((row) => row.policy === watched));
  const row = rows[policy];
  const at_s = (row?.end_s ?? 0) / 2;
  return {
    caption: row?.verdict ?? "",
    words: join(row?.moves ?? "", row?.verdict ?? ""),
    paint: (canvas, size, theme, dpr) => {
      core.draw(() => {
        scene.paint(canvas, policy, { at_s, width: size, height: size, theme, scale: 1 }, dpr);
      });
    },
    free: freeing(scene),
  };
}

/** The nodes at the end of what is worth looking at. */
async function incident({ text, strategy = 0 }: PresetInfo, signal: AbortSignal): Promise<Preview> {
  const scene = core.incidentScene(await core.preview({ kind: "incident", text, strategy, phase: 1 }, signal));
  const { first_s, sentence, verdict } = scene.info();
  return {
    caption: strings.sentence(`${verdict}.`),
    words: sentence,
    paint: (canvas, size, theme, dpr) => {
      core.draw(() => {
        scene.paint_ring(canvas, { width: size, height: size, theme, at_s: first_s, until_s: first_s }, dpr);
      });
    },
    free: freeing(scene),
  };
}

function freeing(scene: Scene | MigrationScene | IncidentScene): () => void {
  return () => {
    scene.free();
  };
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
