// What the page knows at one moment: the text, the place in it, and what the core made of it.
import type { Timing } from "../core/contract.ts";
import type { EmbedView } from "../host/contract.ts";
import type { LessonState } from "../lesson/model.ts";
import type { ChallengeInfo, ChallengeReport, Checked, Expected, Form, HashInfo, IncidentForm, IncidentInfo, IncidentScene, KindInfo, MigrationForm, MigrationInfo, MigrationScene, MigrationStory, PresetInfo, RouteAnswer, ScaleScene, ScaleTable, Scene, SceneInfo, ScriptInfo, SweepForm, SweepScene, SweepTable, TippingRow, TippingScene } from "../core/types.ts";
import type { Work } from "./saved.ts";

export type CoreState =
  | { readonly kind: "poster" }
  | { readonly kind: "loading"; readonly loaded: number; readonly total: number }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

/** What the registry and the shelf offer; the same for as long as the page is open. */
export interface Shelf {
  readonly presets: readonly PresetInfo[];
  readonly kinds: readonly KindInfo[];
  readonly hashes: readonly HashInfo[];
}

/** The last good run. */
export interface Shown {
  readonly scene: Scene;
  readonly info: SceneInfo;
  readonly text: string;
  readonly report: Uint8Array;
  /** What became of the expectations of the text. */
  readonly expected: readonly Expected[];
}

export type RunState =
  | { readonly kind: "idle" }
  | { readonly kind: "waiting"; readonly costMs: number }
  | { readonly kind: "running"; readonly done: number; readonly total: number; readonly seen: "not-yet" | "busy" | "long" }
  | { readonly kind: "failed"; readonly message: string };

export type { EmbedView };

/** The panels beneath the ring, in their order. */
export const PANEL_TABS = ["compare", "router", "sweep", "migration", "incident", "challenge", "scale"] as const;
export type PanelTab = (typeof PANEL_TABS)[number];
export type PhonePanel = "results" | PanelTab;
export type CompareAs = "table" | "rings";
export type ThemeChoice = "system" | "light" | "dark";
export type Speed = 0.5 | 1 | 2;

export interface Place {
  /** The place of the timeline that was chosen: what the numbers are about. */
  readonly target: number;
  /** The step that the ring is drawing; differs from the target while it plays backwards. */
  readonly step: number;
  readonly strategy: number;
  /** How far the step's change has been played, 0 to 1. */
  readonly progress: number;
  readonly playing: boolean;
  readonly speed: Speed;
}

export interface Looks {
  readonly theme: ThemeChoice;
  readonly tab: PanelTab;
  readonly phonePanel: PhonePanel;
  readonly scenarioAs: "form" | "text";
  readonly compareAs: CompareAs;
  readonly drawer: boolean;
  readonly sharing: boolean;
  readonly presenting: boolean;
  /** All examples stand above the page. */
  readonly browsing: boolean;
}

/** An action that a notice offers. */
export type Offer = "keep-mine" | "edit-copy" | "open-first" | "retry" | "share-again" | "restart-core" | "lesson-again" | "lesson-back" | "give-keys" | "dismiss";

export interface Notice {
  readonly tone: "status" | "alert";
  readonly text: string;
  readonly offers: readonly Offer[];
}

export interface RouterState {
  readonly key: string;
  /** Answers a phase: before and after the step, or one where there is no step. */
  readonly phases: readonly number[];
  readonly answers: readonly (readonly RouteAnswer[])[];
  readonly error: string;
}

/** What was measured of the text that is shown, by phase and strategy; a strategy that refused has no figures. */
export interface MeasureState {
  readonly phases: ReadonlyMap<number, readonly (Timing | undefined)[]>;
  readonly running: { readonly done: number; readonly total: number } | undefined;
  readonly error: string;
}

/** The last sweep that was run. */
export interface Chart {
  readonly scene: SweepScene;
  readonly table: SweepTable;
  readonly words: string;
  readonly text: string;
}

export interface SweepState {
  /** What the controls offer for the text; absent until they are looked at. */
  readonly form: SweepForm | undefined;
  readonly chart: Chart | undefined;
  readonly run: RunState;
}

/** A count that can be started: a copy of the text with as many keys as are wanted, and the text that it is of. */
export interface CountAsked {
  readonly text: string;
  readonly of: string;
  readonly keys: number;
}

/** What was counted: so far, or to the end. */
export interface Found {
  readonly scene: ScaleScene;
  readonly asked: CountAsked;
  readonly step: number;
  readonly table: ScaleTable;
  readonly words: string;
  readonly keys: number;
  /** Where all were counted: how long that took, and how many counted. */
  readonly whole: { readonly ms: number; readonly hands: number } | undefined;
}

export type CountRun =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly done: number; readonly keysPerS: number }
  | { readonly kind: "failed"; readonly message: string };

export interface ScaleState {
  readonly records: number;
  /** Integer ids, or the scenario's own keys. */
  readonly as: "ids" | "own";
  readonly step: number;
  readonly recordBytes: number;
  readonly mbPerS: number;
  /** Why nothing can be started. */
  readonly problem: string;
  readonly asked: CountAsked | undefined;
  readonly estimate: { readonly ms: number; readonly hands: number } | undefined;
  readonly run: CountRun;
  readonly found: Found | undefined;
}

/** A step under every policy, as far as it was run. */
export interface MigrationFound {
  readonly scene: MigrationScene;
  readonly info: MigrationInfo;
  /** What it is of: the text without its choice of a policy, the strategy and the step. */
  readonly of: string;
  /** The last moment that anything is to be seen, seconds. */
  readonly end: number;
}

export interface MigrationState {
  /** What the controls offer for the text; absent until they are looked at. */
  readonly form: MigrationForm | undefined;
  readonly found: MigrationFound | undefined;
  readonly run: RunState;
  /** The number of the policy that is watched. */
  readonly policy: number;
  /** The moment that is shown, seconds. */
  readonly at: number;
  readonly playing: boolean;
  /** Simulated seconds a second. */
  readonly speed: number;
  readonly story: MigrationStory | undefined;
  /** The key whose story is wanted; empty for the one that fared worst. */
  readonly key: string;
  readonly telling: boolean;
}

/** A run of a step under load. */
export interface IncidentFound {
  readonly scene: IncidentScene;
  readonly info: IncidentInfo;
  readonly text: string;
}

/** A tipping map, and what it is of. */
export interface MapFound {
  readonly scene: TippingScene;
  readonly words: string;
  readonly rows: readonly TippingRow[];
  readonly of: string;
}

export interface IncidentState {
  /** What the controls offer for the text; absent until they are looked at. */
  readonly form: IncidentForm | undefined;
  readonly found: IncidentFound | undefined;
  readonly run: RunState;
  /** The moment that is shown, seconds. */
  readonly at: number;
  readonly playing: boolean;
  /** Simulated seconds a second. */
  readonly speed: number;
  /** Whether the whole run is shown, or its first minutes. */
  readonly whole: boolean;
  readonly map: MapFound | undefined;
  readonly mapRun: RunState;
  /** The point of the map that is pointed at. */
  readonly focus: number | undefined;
}

/** The place of the list of challenges that has none: a strategy of the learner's own. */
export const OWN = "";

export interface ChallengeState {
  /** Absent until they are looked at. */
  readonly all: readonly ChallengeInfo[] | undefined;
  /** The one that is worked on, or one's own strategy. */
  readonly chosen: string | undefined;
  /** The learner's code, where it is not the code that a challenge begins with. */
  readonly sources: Readonly<Record<string, string>>;
  /** What one's own strategy is called in the scenario. */
  readonly ownName: string;
  /** The code of one's own strategy that the scenario has: what its run says is said of that. */
  readonly tried: string | undefined;
  readonly passed: readonly string[];
  /** How many hints of each were taken. */
  readonly hints: Readonly<Record<string, number>>;
  readonly found: { readonly of: string; readonly source: string; readonly report: ChallengeReport } | undefined;
  readonly run: ChallengeRun;
  /** The code before it began again, which can be had back. */
  readonly before: string | undefined;
}

export type ChallengeRun =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly done: number; readonly total: number }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };

export interface State {
  readonly core: CoreState;
  readonly shelf: Shelf;
  /** Absent until a scenario is open, and where a broken link was all there was. */
  readonly text: string | undefined;
  readonly past: readonly string[];
  readonly future: readonly string[];
  readonly checked: Checked | undefined;
  /** The form of the last text without an error. */
  readonly form: Form | undefined;
  readonly shown: Shown | undefined;
  readonly run: RunState;
  readonly place: Place;
  readonly looks: Looks;
  readonly notice: Notice | undefined;
  readonly router: RouterState;
  readonly measured: MeasureState;
  readonly sweep: SweepState;
  readonly scale: ScaleState;
  readonly migration: MigrationState;
  readonly incident: IncidentState;
  readonly challenge: ChallengeState;
  /** Set in a frame that asks for one panel alone. */
  readonly embed: EmbedView | undefined;
  /** What the reader worked on before, and what is open took the place of; the newest first. */
  readonly earlier: readonly Work[];
  /** The text is somebody else's until the reader edits it. */
  readonly viewing: boolean;
  /** The lesson that is open beside the sheet. */
  readonly lesson: LessonState | undefined;
  /** Figures wait for the learner's answer, and so do pictures from a step on. */
  readonly veil: { readonly from: number; readonly words: string; readonly lang: string } | undefined;
  /** Code that came with the text from somebody else: nothing of the text runs until the reader presses Run. */
  readonly codeWaits: readonly ScriptInfo[];
  /** How much of the engine that runs code has come, while it is fetched. */
  readonly engineBytes: { readonly loaded: number; readonly total: number } | undefined;
  /** No worker starts here: long runs go in slices on the page. */
  readonly inSlices: boolean;
}

export const NOT_MEASURED: MeasureState = { phases: new Map(), running: undefined, error: "" };

export const START: State = {
  core: { kind: "loading", loaded: 0, total: 0 },
  shelf: { presets: [], kinds: [], hashes: [] },
  text: undefined,
  past: [],
  future: [],
  checked: undefined,
  form: undefined,
  shown: undefined,
  run: { kind: "idle" },
  place: { target: 0, step: 0, strategy: 0, progress: 1, playing: false, speed: 1 },
  looks: { theme: "system", tab: "compare", phonePanel: "results", scenarioAs: "form", compareAs: "table", drawer: false, sharing: false, browsing: false, presenting: false },
  notice: undefined,
  router: { key: "user_123", phases: [], answers: [], error: "" },
  measured: NOT_MEASURED,
  sweep: { form: undefined, chart: undefined, run: { kind: "idle" } },
  scale: { records: 1_000_000_000, as: "ids", step: 1, recordBytes: 1000, mbPerS: 100, problem: "", asked: undefined, estimate: undefined, run: { kind: "idle" }, found: undefined },
  migration: { form: undefined, found: undefined, run: { kind: "idle" }, policy: 0, at: 0, playing: false, speed: 1, story: undefined, key: "", telling: false },
  incident: { form: undefined, found: undefined, run: { kind: "idle" }, at: 0, playing: false, speed: 10, whole: false, map: undefined, mapRun: { kind: "idle" }, focus: undefined },
  challenge: { all: undefined, chosen: undefined, sources: {}, ownName: "mine", tried: undefined, passed: [], hints: {}, found: undefined, run: { kind: "idle" }, before: undefined },
  embed: undefined,
  earlier: [],
  viewing: false,
  lesson: undefined,
  veil: undefined,
  codeWaits: [],
  engineBytes: undefined,
  inSlices: false,
};

/** Whether the text now has an error, so that what is shown is the last good run. */
export function hasError(state: State): boolean {
  return state.checked?.diagnostics.some(({ severity }) => severity === "error") ?? false;
}

/** Whether nothing of the text may run: it has an error, or code that waits for the reader. */
export function isHeld(state: State): boolean {
  return hasError(state) || state.codeWaits.length > 0;
}

/** Whether anybody sees a panel. */
export function isSeen({ looks, embed }: State, panel: PanelTab): boolean {
  return embed === undefined ? looks.tab === panel || looks.phonePanel === panel : embed === panel;
}

/** The step whose picture may be seen in the place of another: while its figures wait for an answer, the last one before them. */
export function unveiled({ veil }: State, step: number): number {
  return Math.min(step, (veil?.from ?? Infinity) - 1);
}

/** So much larger is everything when presenting. */
export const PRESENTED = 1.5;

/** Whether what is shown belongs to an older text. */
export function isStale(state: State): boolean {
  return state.shown !== undefined && state.shown.text !== state.text;
}

/** Whether there is something to see: what was opened has run, waits for the reader, or cannot run. */
export function isSettled(state: State): boolean {
  const { core, text, shown, run, codeWaits } = state;
  if (core.kind !== "ready") return core.kind !== "loading";
  return text === undefined || shown !== undefined || codeWaits.length > 0 || run.kind === "waiting" || run.kind === "failed" || hasError(state);
}
