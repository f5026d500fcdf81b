// What can be taken away: links, snippets and files. Copying tells the truth about itself.
import type { panelStrings } from "../strings.ts";
import { address, attempt, core, notify, store, strings } from "./page.ts";
import type { EmbedView, State } from "./model.ts";
import * as theme from "./theme.ts";

export const QR_MAX = 250;
export const EVERYWHERE_MAX = 2000;
export const LINK_MAX = 4000;
/** The picture files' edge, in CSS pixels, and how sharp they are. */
const PICTURE_PX = 800;
const PICTURE_DPR = 2;

export interface Links {
  readonly link: string;
  readonly markdown: string;
  readonly fits: keyof typeof panelStrings.share.fits;
}

export function links(state: State): Links {
  const link = address.page + address.link(state);
  const title = (state.shown?.info.title ?? "").replace(/[[\]\\]/gu, "\\$&");
  return { link, markdown: `[${title === "" ? strings.name : title}](${link})`, fits: fits(link.length) };
}

/** The address of one panel alone. */
export function embedLink(state: State, view: EmbedView): string {
  return address.page + address.link(state, { embed: true, view });
}

/** What a course author pastes. */
export function snippet(state: State, view: EmbedView): string {
  const title = `${strings.name}: ${state.shown?.info.title ?? ""}`;
  return `<iframe src="${escaped(embedLink(state, view))}" title="${escaped(title)}" width="100%" height="560" sandbox="allow-scripts allow-popups" loading="lazy"></iframe>`;
}

/** Copies the field's text; whether it truly is in the clipboard. Otherwise it is left selected. */
export async function copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return copyOldWay();
  }
}

/** Frames without permission for the clipboard may still know the older command. */
function copyOldWay(): boolean {
  const old: { execCommand?: (command: string) => boolean } = document;
  try {
    return old.execCommand?.("copy") ?? false;
  } catch {
    return false;
  }
}

export type FileKind = "toml" | "json" | "csv" | "loads" | "svg" | "png";

export async function download(kind: FileKind): Promise<void> {
  const { shown, text, place } = store.state;
  if (text === undefined) return;
  try {
    const blob = await content(kind);
    if (blob !== undefined) save(blob, fileName(shown?.info.title ?? "") + (kind === "csv" ? `-step-${place.target}.csv` : kind === "loads" ? `-loads-step-${place.target}.csv` : `.${kind}`));
  } catch (error) {
    notify({ tone: "alert", text: strings.run.failed(String(error)), offers: ["dismiss"] });
  }
}

async function content(kind: FileKind): Promise<Blob | undefined> {
  const { shown, text, place } = store.state;
  if (text === undefined) return undefined;
  if (kind === "toml") return new Blob([text], { type: "application/toml" });
  if (shown === undefined) return undefined;
  switch (kind) {
    case "json":
      return new Blob([await core.json(shown.text)], { type: "application/json" });
    case "csv":
      return new Blob([await core.csv(shown.text, place.strategy, place.target)], { type: "text/csv" });
    case "loads":
      return new Blob([await core.loadsFile(shown.report, place.strategy, place.target)], { type: "text/csv" });
    case "svg":
      return svg();
    case "png":
      return png();
  }
}

/** The comparison as it is chosen on the page: these strategies, in this order. */
export async function downloadComparison(order: readonly number[], as: "csv" | "md"): Promise<void> {
  const { shown, place, measured } = store.state;
  if (shown === undefined) return;
  try {
    const text = await core.compareFile(shown.report, place.target, order, measured.phases.get(place.target) ?? [], as);
    save(new Blob([text], { type: as === "csv" ? "text/csv" : "text/markdown" }), `${fileName(shown.info.title)}-comparison-step-${place.target}.${as}`);
  } catch (error) {
    notify({ tone: "alert", text: strings.run.failed(String(error)), offers: ["dismiss"] });
  }
}

/** The sweep that is shown: its figures, or its chart. */
export function downloadSweep(as: "csv" | "svg"): void {
  const { shown, sweep, looks } = store.state;
  const { chart } = sweep;
  if (chart === undefined) return;
  const text = attempt(() => (as === "csv" ? chart.scene.csv() : chart.scene.svg(theme.effective(looks.theme))));
  if (text !== undefined) save(new Blob([text], { type: as === "csv" ? "text/csv" : "image/svg+xml" }), `${fileName(shown?.info.title ?? "")}-sweep.${as}`);
}

/** What was counted of the scale that is shown. */
export function downloadScale(): void {
  const { shown, scale } = store.state;
  const text = attempt(() => scale.found?.scene.csv());
  if (text !== undefined) save(new Blob([text], { type: "text/csv" }), `${fileName(shown?.info.title ?? "")}-scale.csv`);
}

function ringView(): Parameters<import("../core/types.ts").Scene["svg"]>[1] {
  const { place, looks } = store.state;
  return {
    strategy: place.strategy,
    phase: place.target,
    progress: 1,
    width: PICTURE_PX,
    height: PICTURE_PX,
    theme: theme.effective(looks.theme),
    scale: 1,
    headline: true,
  };
}

/** Only the whole core writes SVG; what is shown may be the first one's. */
async function svg(): Promise<Blob | undefined> {
  const { shown } = store.state;
  if (shown === undefined) return undefined;
  await core.needWhole();
  const text = attempt(() => {
    const scene = core.scene(shown.report);
    const drawn = scene.svg("ring", ringView());
    scene.free();
    return drawn;
  });
  return text === undefined ? undefined : new Blob([text], { type: "image/svg+xml" });
}

function png(): Promise<Blob | undefined> {
  const canvas = document.createElement("canvas");
  attempt(() => {
    store.state.shown?.scene.paint_ring(canvas, ringView(), PICTURE_DPR);
  });
  return new Promise((resolve) => {
    canvas.toBlob((blob) => {
      resolve(blob ?? undefined);
    }, "image/png");
  });
}

function save(blob: Blob, name: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => {
    URL.revokeObjectURL(anchor.href);
  }, 10_000);
}

function fileName(title: string): string {
  const plain = title.toLowerCase().replace(/[^a-z0-9]+/gu, "-").replace(/^-|-$/gu, "");
  return plain === "" ? "shardlab" : plain;
}

function fits(length: number): Links["fits"] {
  if (length <= QR_MAX) return "qr";
  if (length <= EVERYWHERE_MAX) return "everywhere";
  return length <= LINK_MAX ? "most" : "file";
}

function escaped(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/"/gu, "&quot;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;");
}
