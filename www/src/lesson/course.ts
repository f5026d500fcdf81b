// The course of a lesson: which scene is open, what waits for an answer, what was said and found, and the learner's own work meanwhile.
import { readLessonLink, sceneOfEntry, type LessonLink } from "../state/lesson-link.ts";
import type { Notice, State } from "../state/model.ts";
import { address, attempt, chooseStrategy, core, join, look, notify, open as openOther, playback, stage, store, withWhole } from "../state/page.ts";
import { headline, rows } from "../state/figures.ts";
import { languages, load, names, type Scene } from "./content.ts";
import * as kept from "./kept.ts";
import { found, ownerAt } from "./measure.ts";
import type { OpenLesson, Said } from "./model.ts";
import { Numbers, wordsOf } from "./strings.ts";

/** What was open before the lesson. */
interface Before {
  readonly text: string;
  readonly strategy: string | undefined;
  readonly hash: string;
  readonly state: Pick<State, "past" | "future" | "viewing" | "place" | "looks">;
  readonly notice: Notice | undefined;
}

let before: Before | undefined;
/** The answer whose finding is of this visit's run. */
let measured: Said | undefined;

/** The lesson, where one is open. */
export function opened(): OpenLesson | undefined {
  const { lesson } = store.state;
  return lesson?.kind === "open" ? lesson : undefined;
}

export function sceneOf({ lesson, scene }: OpenLesson): Scene {
  const found = lesson.scenes[scene];
  if (found === undefined) throw new Error(`the lesson ${lesson.id} has no scene ${String(scene)}`);
  return found;
}

/** Opens the scene that a link names; without one, the scene that was open last. */
export async function open(link: LessonLink | undefined): Promise<void> {
  const name = link?.lesson ?? names[0] ?? "";
  const { answers, scenes, lang: chosen } = kept.load();
  const all = languages(name);
  const lang = [link?.lang, chosen, ...navigator.languages.map((one) => one.slice(0, 2)), all[0]].find((one) => one !== undefined && all.includes(one));
  if (lang === undefined) throw new Error(wordsOf(chosen ?? "en").noLesson(names.join(", ")));
  const lesson = await load(name, lang);
  // Somebody went elsewhere meanwhile.
  if (store.state.lesson === undefined) return;
  const first = opened() === undefined;
  if (first) remember();
  const wanted = link === undefined ? scenes[name] : link.scene;
  const scene = Math.max(0, lesson.scenes.findIndex(({ id }) => id === wanted));
  const at = { text: "", step: 0, link: "" };
  store.update({ lesson: { kind: "open", lesson, languages: all, scene, answers: (opened()?.lesson.id === name ? opened()?.answers : answers[name]) ?? {}, plain: false, marked: undefined, at } });
  enter(scene, link?.step);
  // Undo within the lesson is for what is changed in it.
  if (first) store.update({ past: [], future: [] });
  if (first) touchedAgain(link?.step);
  if (link?.scene !== undefined && lesson.scenes[scene]?.id !== link.scene) notify({ tone: "status", text: wordsOf(lang).noScene, offers: ["dismiss"] });
  if (readLessonLink(location.hash) === undefined && sceneOfEntry() === undefined) address.push();
}

/** What a learner made of the scene before the page was loaded again. Code of it would have to wait, so then it is the scene as it was. */
function touchedAgain(step: number | undefined): void {
  const { hash } = location;
  if (sceneOfEntry() === undefined || readLessonLink(hash) !== undefined) return;
  const { text, place } = store.state;
  // The first core does not read every link.
  withWhole(() => {
    const link = attempt(() => core.openLink(hash, ""));
    if (store.state.text !== text || (link?.kind !== "text" && link?.kind !== "preset")) return;
    if (attempt(() => core.check(link.text))?.scripts === false) stage(link.text, step ?? link.place.step ?? place.target, undefined);
  });
}

/** Another scene: an entry of its own in the browser's history. */
export function go(scene: number): void {
  const now = opened();
  if (now === undefined || now.lesson.scenes[scene] === undefined || scene === now.scene) return;
  enter(scene);
  address.push();
}

export function next(): void {
  go((opened()?.scene ?? -2) + 1);
}

export function previous(): void {
  go((opened()?.scene ?? -1) - 1);
}

/** Opens a scene as it is: before its answer or, where it was given, after. */
function enter(scene: number, step?: number): void {
  const now = opened();
  const to = now?.lesson.scenes[scene];
  if (now === undefined || to === undefined) return;
  measured = undefined;
  notify(undefined);
  store.update({ lesson: { ...now, scene, marked: undefined, at: { text: to.text, step: to.place.step, link: linkOf(now, to) } }, viewing: false });
  kept.saveScene(now.lesson.id, to.id);
  veil();
  asItWas(step);
}

/** The scene as it was, whatever was changed of it. */
export function asItWas(step?: number): void {
  const now = opened();
  if (now === undefined) return;
  const scene = sceneOf(now);
  const seen = now.answers[scene.id] === undefined ? undefined : scene.question?.measure.step;
  showPanel(now, scene);
  stage(scene.text, step ?? seen ?? scene.place.step, scene.place.strategy);
}

/** The learner says what they expect, or that they do not: what waited is shown, and the step is played. */
export function answer(said: Said): void {
  const now = opened();
  const scene = now === undefined ? undefined : sceneOf(now);
  if (now === undefined || scene?.question === undefined) return;
  keep(now, { ...now.answers, [scene.id]: { said, found: undefined } });
  measured = undefined;
  veil();
  showPanel({ ...now, answers: { [scene.id]: { said, found: undefined } } }, scene);
  const { step, strategy } = scene.question.measure;
  if (store.state.text !== scene.text || store.state.shown?.text !== scene.text) {
    stage(scene.text, step, strategy);
    return;
  }
  chooseStrategy(Math.max(0, store.state.shown.info.strategies.findIndex(({ name }) => name === strategy)));
  // Who went on already sees the step being made all the same.
  if (step > 0 && store.state.place.target >= step) playback.jump(step - 1);
  playback.go(step);
}

/** The question of the scene once more. */
export function askAgain(): void {
  const now = opened();
  if (now === undefined) return;
  const { id } = sceneOf(now);
  keep(now, Object.fromEntries(Object.entries(now.answers).filter(([scene]) => scene !== id)));
  enter(now.scene);
}

/** From the first scene, without the answers so far. */
export function forget(): void {
  const now = opened();
  if (now === undefined) return;
  keep(now, {});
  go(0);
}

export function mark(degrees: number): void {
  const now = opened();
  if (now !== undefined) store.update({ lesson: { ...now, marked: ((Math.round(degrees) % 360) + 360) % 360 } });
}

/** The same scene in another language. */
export async function speak(lang: string): Promise<void> {
  const now = opened();
  if (now === undefined) return;
  const lesson = await load(now.lesson.id, lang);
  const still = opened();
  if (still?.lesson !== now.lesson) return;
  kept.save({ lang });
  const speaking = { ...still, lesson };
  store.update({ lesson: { ...speaking, at: { ...still.at, link: linkOf(speaking, sceneOf(speaking)) } } });
  veil();
  address.follow();
}

/** Closes the lesson: what was open before it is there again, and what was changed in it can be had by undo. */
export function close(): void {
  const now = opened();
  if (now === undefined) return;
  const { text } = store.state;
  const changed = text === now.at.text ? undefined : text;
  const back = before;
  leave();
  if (back === undefined) openOther({ kind: "nothing", place: { embed: false } });
  else restore(back);
  if (changed !== undefined && changed !== store.state.text) {
    store.update({ past: [...store.state.past, changed] });
    notify({ tone: "status", text: wordsOf(now.lesson.lang).returned, offers: ["dismiss"] });
  }
  if (back?.state.viewing === true) history.pushState(null, "", `${location.pathname}${back.hash}`);
  else address.push();
}

/** Leaves it for something else, which the reader is told once that is open, with the way back. */
export function depart(): void {
  const now = opened();
  leave();
  if (now === undefined) return;
  const words = wordsOf(now.lesson.lang);
  queueMicrotask(() => {
    const { notice, lesson } = store.state;
    if (lesson !== undefined || notice?.tone === "alert") return;
    const text = words.left(new Numbers(now.lesson.lang).count(now.scene + 1));
    notify({ tone: "status", text: notice === undefined ? text : `${text} ${notice.text}`, offers: ["lesson-back", ...(notice?.offers ?? ["dismiss"])] });
  });
}

function leave(): void {
  before = undefined;
  store.update({ lesson: undefined, veil: undefined });
}

function remember(): void {
  const { text, shown, notice, past, future, viewing, place, looks } = store.state;
  if (text === undefined) return;
  before = { text, strategy: shown?.info.strategies[place.strategy]?.name, hash: location.hash, state: { past, future, viewing, place, looks }, notice };
}

function restore({ text, strategy, state: { past, future, viewing, place, looks }, notice }: Before): void {
  look({ tab: looks.tab, phonePanel: looks.phonePanel });
  stage(text, place.target, strategy);
  store.update({ past, future, viewing });
  notify(notice);
}

/** What waits for an answer: all figures, and pictures from the step on that is asked about. */
function veil(): void {
  const now = opened();
  const scene = now === undefined ? undefined : sceneOf(now);
  if (now === undefined || scene?.question === undefined || now.answers[scene.id] !== undefined) {
    store.update({ veil: undefined });
    return;
  }
  const { step } = scene.question.measure;
  const { lang } = now.lesson;
  store.update({ veil: { from: step > scene.place.step ? step : Infinity, words: wordsOf(lang).veil, lang } });
}

/** The panel that a scene is about, once its answer may be seen; until then, and without one, the comparison. */
function showPanel(now: OpenLesson, { id, question, place }: Scene): void {
  const seen = question === undefined || now.answers[id] !== undefined;
  const panel = (seen ? place.panel : undefined) ?? "compare";
  const { router, challenge } = store.state;
  if (place.key !== undefined) store.update({ router: { ...router, key: place.key } });
  if (place.challenge !== undefined) store.update({ challenge: { ...challenge, chosen: place.challenge } });
  look({ tab: panel, phonePanel: panel === "compare" ? "results" : panel, drawer: false });
}

function keep(now: OpenLesson, answers: OpenLesson["answers"]): void {
  // A room's answers are nobody's own. Saved first, since the update may find at once, and keep, what the run says.
  if (!store.state.looks.presenting) kept.saveAnswers(now.lesson.id, answers);
  store.update({ lesson: { ...now, answers } });
}

/** Every question is asked again: for a room that has not seen the answers. */
export function unanswered(): void {
  answersAre({});
}

/** The learner's own answers, after a room's. */
export function keptAgain(): void {
  answersAre(kept.answersOf(opened()?.lesson.id ?? ""));
}

function answersAre(answers: OpenLesson["answers"]): void {
  const now = opened();
  if (now === undefined) return;
  store.update({ lesson: { ...now, answers, marked: undefined } });
  measured = undefined;
  veil();
}

function linkOf({ lesson: { id, lang }, languages: [first] }: OpenLesson, scene: Scene): string {
  return `#lesson=${id}&scene=${scene.id}${lang === first ? "" : `&lang=${lang}`}`;
}

/** Finds what was asked, when the page has the figures. */
function find(now: State, old: State): void {
  if (now.lesson?.kind !== "open") return;
  const same = now.shown === old.shown && now.router === old.router && now.incident === old.incident && now.migration === old.migration && now.lesson === old.lesson && now.text === old.text;
  const scene = sceneOf(now.lesson);
  const given = now.lesson.answers[scene.id];
  if (same || given === undefined || given.said === measured || scene.question === undefined) return;
  const finding = found(now, scene, scene.question, given.said);
  if (finding === undefined) return;
  measured = given.said;
  keep(now.lesson, { ...now.lesson.answers, [scene.id]: { said: given.said, found: finding } });
}

join({ follow: find });

/** Panels whose scenes tell of more than what moved. */
const BEYOND: readonly unknown[] = ["migration", "incident"];
/** A step that moves so many times what is needed is not called small. */
const NEEDLESSLY = 1.5;

/** Takes the verdict from the ring where it would contradict the scene. */
function quiet(state: State): void {
  const { lesson } = state;
  if (lesson?.kind !== "open") return;
  const plain = BEYOND.includes(sceneOf(lesson).place.panel) || seemsSmall(state);
  if (plain !== lesson.plain) store.update({ lesson: { ...lesson, plain } });
}

function seemsSmall(state: State): boolean {
  const row = rows(state)[state.place.strategy];
  return row !== undefined && row.moved_share > NEEDLESSLY * row.least && headline(state)?.impact === "Low";
}

join({ follow: (now, { shown, place, lesson }) => {
  if (now.shown !== shown || now.place.target !== place.target || now.place.strategy !== place.strategy || now.lesson !== lesson) quiet(now);
} });

/** The node that a place on the ring belongs to before the step that is asked about. */
export function markedNode(degrees: number): string | undefined {
  const now = opened();
  const measure = now === undefined ? undefined : sceneOf(now).question?.measure;
  const strategy = store.state.shown?.info.strategies.findIndex(({ name }) => name === measure?.strategy) ?? -1;
  return measure === undefined || strategy < 0 ? undefined : ownerAt(store.state, strategy, Math.max(0, measure.step - 1), degrees);
}
