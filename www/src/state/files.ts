// Files that can be taken away: the text and the figures of what is shown.
import { attempt, core, notify, store, strings } from "./page.ts";
import * as theme from "./theme.ts";

export type FileKind = "toml" | "json" | "csv" | "loads";

/** Writes a file, and says so on the page where it cannot be written. */
export async function download(kind: FileKind): Promise<void> {
  await telling(() => write(kind));
}

/** Writes a file; its name, or undefined where there is nothing to write yet. */
export async function write(kind: FileKind): Promise<string | undefined> {
  const blob = await content(kind);
  return blob === undefined ? undefined : save(blob, nameOf(kind));
}

function nameOf(kind: FileKind): string {
  const { target } = store.state.place;
  if (kind === "csv") return fileName(`-step-${target}.csv`);
  return kind === "loads" ? fileName(`-loads-step-${target}.csv`) : fileName(`.${kind}`);
}

async function content(kind: FileKind): Promise<Blob | undefined> {
  const { shown, text, place } = store.state;
  if (kind === "toml") return text === undefined ? undefined : new Blob([text], { type: "application/toml" });
  if (shown === undefined) return undefined;
  switch (kind) {
    case "json":
      return new Blob([await core.json(shown.text)], { type: "application/json" });
    case "csv":
      return csv(await core.csv(shown.text, place.strategy, place.target));
    case "loads":
      return csv(await core.loadsFile(shown.report, place.strategy, place.target));
  }
}

/** The comparison as it is chosen on the page: these strategies, in this order. */
export async function downloadComparison(order: readonly number[], as: "csv" | "md"): Promise<void> {
  await telling(() => writeComparison(order, as));
}

/** The same; its name, or undefined where nothing was run. */
export async function writeComparison(order: readonly number[], as: "csv" | "md"): Promise<string | undefined> {
  const { shown, place, measured } = store.state;
  if (shown === undefined) return undefined;
  const text = await core.compareFile(shown.report, place.target, order, measured.phases.get(place.target) ?? [], as);
  return save(as === "csv" ? csv(text) : new Blob([text], { type: "text/markdown" }), fileName(`-comparison-step-${place.target}.${as}`));
}

/** The sweep that is shown: its figures, or its chart. */
export function downloadSweep(as: "csv" | "svg"): string | undefined {
  const { sweep, looks } = store.state;
  const { chart } = sweep;
  if (chart === undefined) return undefined;
  const text = attempt(() => (as === "csv" ? chart.scene.csv() : chart.scene.svg(theme.effective(looks.theme))));
  return text === undefined ? undefined : save(as === "csv" ? csv(text) : new Blob([text], { type: "image/svg+xml" }), fileName(`-sweep.${as}`));
}

/** What was counted of the scale that is shown. */
export function downloadScale(): string | undefined {
  const { scale } = store.state;
  const text = attempt(() => scale.found?.scene.csv());
  return text === undefined ? undefined : save(csv(text), fileName("-scale.csv"));
}

/** Hands a file to the browser; its name. */
export function save(blob: Blob, name: string): string {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => {
    URL.revokeObjectURL(anchor.href);
  }, 10_000);
  return name;
}

/** A file's name: the title of what is shown, and what the file is. */
export function fileName(end: string): string {
  const title = store.state.shown?.info.title ?? "";
  const plain = title.toLowerCase().replace(/[^a-z0-9]+/gu, "-").replace(/^-|-$/gu, "");
  return (plain === "" ? "shardlab" : plain) + end;
}

function csv(text: string): Blob {
  return new Blob([text], { type: "text/csv" });
}

async function telling(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify({ tone: "alert", text: strings.run.failed(String(error)), offers: ["dismiss"] });
  }
}
