// What a person can do on the page, each as one action; elements call these and nothing below them.
import { breathe } from "../breathe.ts";
import { CoreBroke } from "../core/cores.ts";
import { Service } from "../core/service.ts";
import { LoadError } from "../core/load.ts";
import type { Checked, Edit, LinkPlace, Opened, ScriptInfo } from "../core/types.ts";
import { count } from "../format.ts";
import { EMBED_VIEWS } from "../host/contract.ts";
import { strings } from "../strings.ts";
import { Address } from "./address.ts";
import { Later } from "./later.ts";
import { Lessons } from "./lessons.ts";
import { hasError, OWN, PANEL_TABS, START, type EmbedView, type Looks, type Notice, type PanelTab, type Shown, type State } from "./model.ts";
import { Own } from "./own.ts";
import { Playback } from "./playback.ts";
import type { Player } from "./player.ts";
import { Runs } from "./runs.ts";
import { lookAt, presetOf, presetText, tabOf } from "./shelf.ts";
import * as saved from "./saved.ts";
import { Store } from "./store.ts";
import { Trust } from "./trust.ts";
import * as theme from "./theme.ts";
import { Undo } from "./undo.ts";
import { Whole } from "./whole.ts";

/** The preset that the page opens with. */
export const FIRST = "add-a-node";
/** The place that a scenario opens at: after its first step, where there is something to see. */
const STEP_FIRST = 1;

/** Browsers compile a function when it is first called, and reading a text calls much of the program: read before the first one, so
 * that the page can answer in between. */
const WARM = ["", 'nodes = ["A"]\n[[strategy]]\nkind = "ring"\n[[step]]\nadd = "B"\n'];

/** What a copy of somebody else's scenario does to one's own. */
const COPIED: Notice = { tone: "status", text: strings.notice.copied, offers: ["dismiss"] };

/** Hears of every change of the state. */
export interface Follower {
  follow(now: State, before: State): void;
}

export const store = new Store();
export const core = new Service();
export const playback = new Playback(store);
export const address = new Address(store, core);
const runs = new Runs(store, core, show);
const whole = new Whole(store, core, stock);
export const own = new Own(store, core, {
  attempt,
  again: () => {
    if (store.state.text !== undefined) put(store.state.text);
  },
  change,
});
export const later = new Later(store, address, notify, look);
/** Those who joined to follow the state, and those among them who play a simulation. */
const followers: Follower[] = [];
export const lessons = new Lessons(store, notify, () => {
  open({ kind: "nothing", place: { embed: false } });
});
const players: Player[] = [];
/** The moment that the open scenario's link asks its player for. */
let openedAt: number | undefined;

const trust = new Trust();
const texts = new Undo(store);
/** Where the next scene opens, when something asked for a place. */
let wanted: { readonly step?: number; readonly play?: boolean; readonly strategy?: number; readonly named?: string; readonly story?: boolean } = {};

/** Loads the core, then opens what the address asks for. */
export async function start(): Promise<void> {
  store.update({ core: { kind: "loading", loaded: 0, total: 0 } });
  lessons.prepare();
  try {
    await core.load((loaded, total) => {
      store.update({ core: { kind: "loading", loaded, total } });
    });
    await breathe();
    stock();
    await breathe();
    for (const text of WARM) {
      core.check(text);
      await breathe();
    }
  } catch (error) {
    const [file, why] = error instanceof LoadError ? [error.file, error.message] : [strings.loading.core, String(error)];
    store.update({ core: { kind: "failed", message: strings.loading.failed(file, why) } });
    return;
  }
  store.update({ core: { kind: "ready" } });
  core.onNoWorker = () => {
    store.update({ inSlices: true });
  };
  core.onScriptBytes = (loaded, total) => {
    store.update({ engineBytes: total === 0 ? undefined : { loaded, total } });
  };
  openAddress();
}

/** What the core offers, for the menus. */
function stock(): void {
  store.update({ shelf: { presets: core.presets(), kinds: core.kinds(), hashes: core.hashes() } });
  document.documentElement.dataset["core"] = core.whole ? "whole" : "first";
}

/** Opens what the address asks for; the first core is never the one to say that it cannot. */
function openAddress(): void {
  if (lessons.opens()) return;
  const opened = address.read();
  if (address.browses) later.browse();
  else if (store.state.looks.browsing) look({ browsing: false });
  // Above whatever is open.
  if (address.browses && store.state.text !== undefined) return;
  if (opened.kind === "broken" && !core.whole) {
    void whole.before(() => {
      attempt(() => {
        open(address.read());
      });
    });
  } else {
    open(opened);
  }
}

/** Opens what an address held; the reader's own work stays where it is kept. */
export function open(opened: Opened): void {
  const kept = saved.load();
  const { text: own, given = false } = kept;
  switch (opened.kind) {
    case "nothing":
      if (!openKept(opened.place)) openText(presetText(store.state, FIRST), opened.place, false);
      break;
    case "broken":
      notify({ tone: "alert", text: strings.sentence(opened.message), offers: own === undefined ? ["open-first"] : ["dismiss"] });
      if (store.state.text === undefined) openKept({ embed: false });
      break;
    case "preset":
    case "text": {
      const viewing = own !== undefined && own !== opened.text;
      if (own === opened.text) saved.resume(kept);
      else saved.begin();
      store.update({ viewing });
      notify(viewing ? { tone: "status", text: strings.notice.viewing, offers: ["keep-mine", "edit-copy"] } : undefined);
      openText(opened.text, opened.place, opened.kind === "text" && (viewing || own === undefined || given));
    }
  }
}

/** Opens the reader's own work, if there is any. */
export function openKept(place: LinkPlace): boolean {
  const kept = saved.load();
  if (kept.text === undefined) return false;
  saved.resume(kept);
  openText(kept.text, place, kept.given === true);
  return true;
}

/** Goes on with what was put aside; what is open is put aside for it. */
export function openEarlier(id: string): void {
  const work = store.state.earlier.find((one) => one.id === id);
  if (work === undefined) return;
  wanted = { story: true };
  notify(undefined);
  trust.opens(work.given);
  saved.resume(work);
  setText(work.text, "earlier");
}

/** A preset from the menu: an undo step of its own and a new entry in the browser's history. */
export function pickPreset(name: string): void {
  const text = presetText(store.state, name);
  if (text === undefined) return;
  if (text === store.state.text) {
    playback.jump(STEP_FIRST);
    return;
  }
  wanted = { story: true, ...lookAt(store.state, text) };
  const tab = panelTab(tabOf(store.state, text));
  const looks = tab === undefined ? store.state.looks : { ...store.state.looks, tab, phonePanel: tab };
  store.update({ viewing: false, looks, place: { ...store.state.place, target: 0, step: 0, progress: 1, playing: false } });
  notify(undefined);
  trust.opens(false);
  saved.begin();
  setText(text, "preset");
  address.push();
}

/** A scene of a lesson: its text is nobody's work, so nothing is kept, and undo goes back to what stood there. */
export function stage(text: string, step: number, strategy: string | undefined): void {
  const { shown } = store.state;
  if (text === store.state.text && text === shown?.text) {
    const index = shown.info.strategies.findIndex(({ name }) => name === strategy);
    if (index >= 0) chooseStrategy(index);
    playback.jump(step);
    return;
  }
  wanted = { step, ...(strategy === undefined ? {} : { named: strategy }) };
  trust.opens(false);
  setText(text, "preset");
}

/** The text as the reader typed it. */
export function type(text: string): void {
  setText(text, "typing");
}

/** A text that somebody else gives: a host's message, a file. Its code waits for Run. */
export function give(text: string): void {
  if (text === store.state.text) return;
  trust.opens(true);
  setText(text, "given");
}

/** Opens code in the editor of one's own strategy; what stood there can be had back. */
export function openCode(name: string, source: string): void {
  const { challenge } = store.state;
  const before = challenge.sources[OWN];
  store.update({ challenge: { ...challenge, chosen: OWN, ownName: name, tried: source, sources: { ...challenge.sources, [OWN]: source }, before: before === source ? undefined : before } });
  look({ tab: "challenge", phonePanel: "challenge", drawer: false });
}

/** The code of a strategy of the text, where it is written in code. */
export function codeOf(strategy: number): string | undefined {
  const { text, checked } = store.state;
  if (text === undefined || checked?.scripts !== true) return undefined;
  return attempt(() => core.scripts(text))?.find((script) => script.strategy === strategy)?.source;
}

/** An edit by the core; edits with the same `drag` become one undo step. Only the whole core edits. */
export function edit(change: Edit, drag?: string): void {
  const { text } = store.state;
  if (text === undefined) return;
  if (!core.whole) {
    void whole.before(() => {
      if (core.whole && store.state.text === text) edit(change, drag);
    });
    return;
  }
  const { text: edited, error } = attempt(() => core.edit(text, change)) ?? {};
  if (error !== undefined) notify({ tone: "alert", text: strings.sentence(error), offers: ["dismiss"] });
  if (edited === undefined) return;
  if (store.state.notice?.tone === "alert") notify(undefined);
  if (change.do === "add_step") wanted = { step: Infinity, play: true };
  // Whoever runs code wants to see it.
  if (change.do === "set_script") wanted = { named: change.name };
  setText(edited, drag ?? "");
}

/** An edit by a dialog, which says itself why one cannot be made. */
function change(edit: Edit): string | undefined {
  const { text } = store.state;
  const { text: edited, error } = (text === undefined ? undefined : attempt(() => core.edit(text, edit))) ?? {};
  if (edited !== undefined) setText(edited, "");
  return error;
}

/** A slider was let go: the next edit is a step of its own. */
export function endDrag(): void {
  texts.rest();
}

export function undo(): void {
  const before = texts.back();
  if (before !== undefined) put(before);
}

export function redo(): void {
  const after = texts.forth();
  if (after !== undefined) put(after);
}

export function run(): void {
  runs.start();
}

/** The reader has seen the code that came with the text, and runs it; from now on edits run on. */
export function runCode(): void {
  const { text, checked, codeWaits } = store.state;
  if (text === undefined || checked === undefined) return;
  trust.run(sourcesOf(text, codeWaits));
  // Another object, so that those who follow the text begin.
  store.update({ codeWaits: [], checked: { ...checked } });
  if (saved.load().text === text) saved.save({ given: false });
  runs.start();
}

export function cancelRun(): void {
  runs.cancel();
}

/** Does something with the whole core, once it is there. */
export function withWhole(then: () => void): void {
  if (core.whole) then();
  else
    void whole.before(() => {
      if (core.whole) then();
    });
}

export function chooseStrategy(strategy: number): void {
  store.update({ place: { ...store.state.place, strategy } });
}

export function look(change: Partial<Looks>): void {
  store.update({ looks: { ...store.state.looks, ...change } });
  if (change.theme !== undefined) {
    theme.apply(change.theme);
    saved.save({ theme: change.theme });
  }
}

/** Lets a controller hear of every change from now on; what is so already is told to it as a change. */
export function join<T extends Follower>(follower: T): T {
  followers.push(follower);
  follower.follow(store.state, START);
  return follower;
}

/** The same for one that plays a simulation. */
export function joinPlayer<T extends Player>(player: T): T {
  players.push(player);
  player.openAt(openedAt);
  return join(player);
}

export function notify(notice: Notice | undefined): void {
  store.update({ notice });
}

/** Calls into the core; a trap becomes a message, and the text is kept. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return core.draw(call);
  } catch (error) {
    if (!(error instanceof CoreBroke)) throw error;
    notify({ tone: "alert", text: strings.run.broke(error.message), offers: ["restart-core"] });
    return undefined;
  }
}

/** Listens to everything that follows from a change: address, storage, answers. */
export function follow(): void {
  const { theme: choice, earlier = [] } = saved.load();
  store.update({ earlier });
  if (theme.isThemeChoice(choice)) look({ theme: choice });
  store.subscribe((now, before) => {
    const moved = now.place.target !== before.place.target || now.looks.tab !== before.looks.tab;
    if (now.text !== before.text || now.viewing !== before.viewing || now.looks.browsing !== before.looks.browsing || moved) address.follow();
    for (const follower of followers) follower.follow(now, before);
    if (players.some((player) => player.rests(now, before))) address.follow();
  });
  address.onTravel(() => {
    attempt(openAddress);
  });
}

/** The player of the panel that stands alone in a frame, where it plays a simulation. */
export function playerOf({ embed }: State): Player | undefined {
  return players.find(({ name }) => name === embed);
}

/** Begins again after a trap. */
export async function restart(): Promise<void> {
  await core.mend();
  const { text } = store.state;
  store.update({ shown: undefined });
  if (text !== undefined) put(text);
}

/** Makes somebody else's scenario the reader's own. */
export function keepCopy(): void {
  store.update({ viewing: false });
  if (store.state.text !== undefined) keep(store.state.text);
  notify(COPIED);
}

/** Keeps a text as the reader's own. */
function keep(text: string): void {
  const { earlier = [] } = saved.save({ text, given: trust.given });
  store.update({ earlier });
}

function openText(text: string | undefined, place: LinkPlace, given: boolean): void {
  if (text === undefined) return;
  trust.opens(given);
  openedAt = place.at_s;
  players.forEach((player) => {
    player.openAt(openedAt);
  });
  wanted = { ...(place.step === undefined ? { story: place.view === undefined } : { step: place.step }), ...lookAt(store.state, text) };
  const embed: EmbedView | undefined = place.embed ? embedView(place.view) : undefined;
  const tab = panelTab(place.view ?? tabOf(store.state, text));
  const opens = tab === undefined ? {} : { tab, phonePanel: tab };
  const choice = theme.isThemeChoice(place.theme) ? { theme: place.theme } : {};
  store.update({ ...texts.nothing(), embed, looks: { ...store.state.looks, ...opens, ...choice } });
  if (place.theme !== undefined) theme.apply(store.state.looks.theme);
  put(text);
}

function embedView(view: string | undefined): EmbedView {
  const known = EMBED_VIEWS.find((one) => one === view);
  if (view !== undefined && known === undefined) notify({ tone: "alert", text: strings.embed.noView(view, EMBED_VIEWS.join(", ")), offers: [] });
  return known ?? "ring";
}

function panelTab(view: string | undefined): PanelTab | undefined {
  return PANEL_TABS.find((tab) => tab === view);
}

/** A new text by the reader's hand: undo remembers the old one, storage keeps the new one. */
export function setText(text: string, by: string): void {
  const { text: before, viewing, notice } = store.state;
  if (text === before) return;
  store.update({ ...texts.with(by), viewing: false });
  if (viewing && notice?.offers.includes("edit-copy") === true) notify(COPIED);
  put(text);
  // An example that was only opened is not yet anybody's work, nor is what is tried in a lesson.
  if (by !== "preset" && store.state.embed === undefined && store.state.lesson === undefined) keep(text);
}

/** The text is the state: reads it, then runs it. What the first core refuses, the whole one is asked; `refused`: it could
 * not be had. */
function put(text: string, refused = false): void {
  if (core.broken) {
    store.update({ text, notice: undefined });
    void restart();
    return;
  }
  const checked = attempt(() => core.check(text));
  if (checked === undefined) {
    store.update({ text });
    return;
  }
  if (!core.whole && !refused && checked.diagnostics.some(({ severity }) => severity === "error")) {
    store.update({ text });
    void whole.before(() => {
      if (store.state.text === text) put(text, true);
    });
    return;
  }
  store.update({ text, checked, codeWaits: waiting(text, checked), ...(checked.form === undefined ? {} : { form: checked.form }) });
  if (checked.needs !== undefined) void own.seek(checked.needs);
  else own.forgetAsked();
  runs.follow();
  // An example whose run waits is one for the count of everything.
  if (wanted.story === true && store.state.run.kind === "waiting" && presetOf(store.state) !== undefined) {
    look({ tab: "scale", phonePanel: "scale" });
    store.update({ scale: { ...store.state.scale, step: STEP_FIRST } });
  }
}

/** The code of a text that waits for the reader. */
function waiting(text: string, { diagnostics, scripts }: Checked): readonly ScriptInfo[] {
  // Nothing of a text with an error runs.
  if (diagnostics.some(({ severity }) => severity === "error")) return [];
  const found = scripts ? (attempt(() => core.scripts(text)) ?? []) : [];
  return trust.waits(scripts ? sourcesOf(text, found) : []) ? found : [];
}

/** The text stands for code that is not listed, such as that of a strategy which a step switches to. */
function sourcesOf(text: string, scripts: readonly ScriptInfo[]): string[] {
  return [...scripts.map(({ source }) => source), text];
}

/** A finished run takes the place of the one before. */
function show(shown: Shown): void {
  const { shown: old, place } = store.state;
  const last = shown.info.phases.length - 1;
  const name = wanted.named ?? old?.info.strategies[place.strategy]?.name;
  const same = shown.info.strategies.findIndex((strategy) => strategy.name === name);
  const ring = shown.info.strategies.findIndex(({ kind }) => kind === "ring");
  const strategy = wanted.strategy ?? (same >= 0 ? same : Math.max(0, ring));
  // A scenario opens where there is something to see: after its first step, or at the one that cannot be done.
  const first = wanted.story === undefined ? place.target : ((wanted.strategy === undefined ? undefined : shown.info.strategies[strategy]?.refused?.step) ?? STEP_FIRST);
  const step = Math.max(0, Math.min(last, wanted.step ?? first));
  if (wanted.story === true) showSweep(shown);
  const plays = wanted.play === true && step > 0;
  wanted = {};
  store.update({ shown, run: { kind: "idle" }, place: { ...place, strategy } });
  old?.scene.free();
  playback.jump(plays ? step - 1 : step);
  if (plays) playback.go(step);
  whole.whenAtRest();
  if (hasError(store.state)) return;
  announce(shown);
}

/** The chart of an example that is about one. */
function showSweep({ text }: Shown): void {
  const { tab } = store.state.looks;
  const asks = core.whole && presetOf(store.state) !== undefined && attempt(() => core.sweepForm(text))?.asked !== undefined;
  if (asks) look({ tab: "sweep" });
  else if (tab === "sweep" && presetOf(store.state) !== undefined) look({ tab: "compare" });
}

function announce({ info }: Shown): void {
  if (info.keys > info.sampled && info.sampled > 0) document.title = `${info.title} (${count(info.keys)}) – Shardlab`;
  else document.title = info.title === "" ? "Shardlab" : `${info.title} – Shardlab`;
}
