// Life inside another page: the frame tells its height and answers a closed set of messages, each checked.
import { address, give, look, playback, playerOf, run, start, store } from "./gateway.ts";
import { framed } from "./saved.ts";
import { isThemeChoice } from "./theme.ts";

/** No text of a link or a host is longer than this. */
const TEXT_MAX = 256 * 1024;
/** A change below this is rounding, not content. */
const HEIGHT_STEP_PX = 2;
/** As many heights may follow each other without the host's own doing: two parties that answer each other stop here. */
const HEIGHTS_IN_A_ROW = 20;
const ROW_ENDS_MS = 2000;

/** Listens to the host, and tells it the height, if there is one. */
export function live(): void {
  if (!framed) return;
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.source === window.parent) hear(event.data);
  });
  tellHeights();
  pauseOutOfSight();
}

function hear(data: unknown): void {
  if (typeof data !== "object" || data === null) return;
  const message: Readonly<Record<string, unknown>> = { ...data };
  switch (kind(message["type"])) {
    case "load":
      loadText(message["text"]);
      break;
    case "step":
      if (typeof message["step"] === "number" && Number.isFinite(message["step"])) playback.go(message["step"]);
      break;
    case "theme":
      if (isThemeChoice(message["theme"])) look({ theme: message["theme"] });
      break;
    case "run":
      if (store.state.core.kind === "poster") void start();
      else if (store.state.run.kind === "waiting") run();
      else (playerOf(store.state) ?? playback).play();
      break;
    case "pause":
      pause();
      break;
    case "state":
      tellState();
      break;
    default:
  }
}

/** The kind of a message; hosts may write our name in front, as we do in ours. */
function kind(type: unknown): string {
  return typeof type === "string" ? type.replace(/^shardlab:/u, "") : "";
}

function loadText(text: unknown): void {
  if (typeof text !== "string" || text.length > TEXT_MAX) return;
  if (store.state.core.kind === "ready") give(text);
  else if (store.state.core.kind === "poster") {
    void start().then(() => {
      give(text);
    });
  }
}

function tellState(): void {
  const { place, shown, run: running, core, text } = store.state;
  const link = core.kind === "ready" && text !== undefined ? address.link(store.state) : "";
  tell({
    type: "shardlab:state",
    core: core.kind,
    run: running.kind,
    title: shown?.info.title ?? "",
    step: place.target,
    steps: Math.max(0, (shown?.info.phases.length ?? 1) - 1),
    playing: playerOf(store.state)?.isPlaying ?? place.playing,
    link,
  });
}

function tellHeights(): void {
  let told = 0;
  let inARow = 0;
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.scrollHeight);
    if (Math.abs(height - told) < HEIGHT_STEP_PX) return;
    const now = performance.now();
    inARow = now - last < ROW_ENDS_MS ? inARow + 1 : 0;
    last = now;
    if (inARow > HEIGHTS_IN_A_ROW) return;
    told = height;
    tell({ type: "shardlab:height", height });
  }).observe(document.body);
}

function pause(): void {
  playback.pause();
  playerOf(store.state)?.pause();
}

function pauseOutOfSight(): void {
  new IntersectionObserver(([entry]) => {
    if (entry?.isIntersecting !== false) return;
    pause();
  }).observe(document.body);
}

/** To whichever host: the messages hold nothing that is not on its own page. */
function tell(message: Readonly<Record<string, unknown>>): void {
  window.parent.postMessage(message, "*");
}
