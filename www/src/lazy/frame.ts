// Life inside another page, a script of its own, loaded where there is one: the frame tells its height and how it is, answers a closed
// set of messages, and rests when it is out of sight or another figure of the page begins.
import { asked, begins, type Asked } from "../host/contract.ts";
import type * as Gateway from "../state/gateway.ts";
import { isSettled, type State } from "../state/model.ts";

/** What of the page the frame acts on. */
export type Page = Pick<typeof Gateway, "address" | "give" | "look" | "playback" | "playerOf" | "run" | "start" | "store">;

/** A change below this is rounding, not content. */
const HEIGHT_STEP_PX = 2;
/** As many heights may follow each other without the host's own doing: two parties that answer each other stop here. */
const HEIGHTS_IN_A_ROW = 20;
const ROW_ENDS_MS = 2000;

declare global {
  interface Window {
    /** What this script leaves behind. */
    shardlabFrame?: typeof live;
  }
}

/** Listens to the host, tells it how the figure is, and keeps still where it should. */
function live(page: Page): void {
  /** What waits for the first figures. */
  const waiting: Asked[] = [];
  const hear = (message: Asked): void => {
    if (needsFigures(message, page.store.state)) waiting.push(message);
    else obey(page, message);
  };
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.source === window.parent) {
      const message = asked(event.data);
      if (message !== undefined) hear(message);
    } else if (begins(event.data) && siblings().some((one) => one === event.source)) pause(page);
  });
  page.store.subscribe((now, before) => {
    if (now.shown !== undefined && before.shown === undefined) waiting.splice(0).forEach(hear);
    if (isLively(page, now) && !isLively(page, before)) sayBegins();
    if (!alike(summary(page, now), summary(page, before))) tell("state", summary(page, now));
  });
  tellHeights(page);
  pauseOutOfSight(page);
  tell("state", summary(page, page.store.state));
  // Begun by a host's own Start, before this script came.
  if (page.store.state.core.kind !== "poster") sayBegins();
}

/** A place of the timeline, and playing along it, are there with the first figures. */
function needsFigures({ type }: Asked, { core, shown, run }: State): boolean {
  return (type === "step" || type === "run") && core.kind !== "poster" && shown === undefined && run.kind !== "waiting" && run.kind !== "failed";
}

function obey(page: Page, message: Asked): void {
  const { store, playback } = page;
  switch (message.type) {
    case "load":
      load(page, message.text);
      break;
    case "step":
      playback.go(message.step);
      break;
    case "theme":
      page.look({ theme: message.theme });
      break;
    case "run":
      if (store.state.core.kind === "poster") void page.start();
      else if (store.state.run.kind === "waiting") page.run();
      else (page.playerOf(store.state) ?? playback).play();
      break;
    case "pause":
      pause(page);
      break;
    case "state":
      tell("state", { ...summary(page, store.state), link: link(page) });
  }
}

function load({ store, start, give }: Page, text: string): void {
  const { kind } = store.state.core;
  if (kind === "ready") give(text);
  else if (kind === "poster") {
    void start().then(() => {
      give(text);
    });
  }
}

/** Empty where the text fits in no link. */
function link({ store, address }: Page): string {
  const { core, text } = store.state;
  if (core.kind !== "ready" || text === undefined) return "";
  try {
    return address.link(store.state);
  } catch {
    return "";
  }
}

/** How the figure is, without the text: what a learner wrote is told where it is asked for alone. */
function summary(page: Page, state: State): Readonly<Record<string, string | number | boolean>> {
  const { place, shown, run, core } = state;
  return {
    core: core.kind,
    run: run.kind,
    title: shown?.info.title ?? "",
    step: place.target,
    steps: Math.max(0, (shown?.info.phases.length ?? 1) - 1),
    playing: isPlaying(page, state),
  };
}

function isPlaying({ playerOf }: Page, state: State): boolean {
  const player = playerOf(state);
  if (player === undefined) return state.place.playing;
  return state.embed === "migration" ? state.migration.playing : state.incident.playing;
}

/** Whether the figure takes the reader's eye: it loads after Start, or plays. */
function isLively(page: Page, state: State): boolean {
  return state.core.kind === "loading" || isPlaying(page, state);
}

function alike(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(one).every((name) => one[name] === other[name]);
}

/** The other frames of the page around, whatever their origin. */
function siblings(): Window[] {
  const frames = Array.from({ length: window.parent.length }, (_, index) => window.parent[index]);
  return frames.filter((one): one is Window => one !== undefined && one !== window);
}

/** One figure of a page moves at a time. */
function sayBegins(): void {
  for (const one of siblings()) one.postMessage({ type: "shardlab:begins" }, "*");
}

function tellHeights({ store }: Page): void {
  let told = 0;
  let inARow = 0;
  let last = 0;
  const measure = (): void => {
    if (!isSettled(store.state)) return;
    // What was opened is drawn a moment after it is there.
    if (store.state.core.kind === "ready" && document.querySelector(".early, .poster") !== null) {
      requestAnimationFrame(measure);
      return;
    }
    const height = Math.ceil(document.body.scrollHeight);
    if (Math.abs(height - told) < HEIGHT_STEP_PX) return;
    const now = performance.now();
    inARow = now - last < ROW_ENDS_MS ? inARow + 1 : 0;
    last = now;
    if (inARow > HEIGHTS_IN_A_ROW) return;
    told = height;
    tell("height", { height });
  };
  new ResizeObserver(measure).observe(document.body);
  store.subscribe((now, before) => {
    if (isSettled(now) && !isSettled(before)) requestAnimationFrame(measure);
  });
}

function pause({ playback, playerOf, store }: Page): void {
  playback.pause();
  playerOf(store.state)?.pause();
}

function pauseOutOfSight(page: Page): void {
  new IntersectionObserver(([entry]) => {
    if (entry?.isIntersecting !== false) return;
    pause(page);
  }).observe(document.body);
}

/** To whichever host: the messages hold nothing that is not on its own page. */
function tell(type: "state" | "height", what: Readonly<Record<string, unknown>>): void {
  window.parent.postMessage({ type: `shardlab:${type}`, ...what }, "*");
}

window.shardlabFrame = live;
