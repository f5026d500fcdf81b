// The pictures that can be taken away, each as SVG and, drawn from that, as PNG.
import type { words } from "../share/strings.ts";
import type { Scene } from "../core/types.ts";
import { fileName, save } from "./files.ts";
import { attempt, core, store } from "./page.ts";
import type { State } from "./model.ts";
import { escaped } from "./share.ts";
import * as theme from "./theme.ts";

export type Picture = keyof typeof words.picture;

/** How sharp a PNG is: pixels of the file a CSS pixel. */
const PNG_DPR = 2;
/** The edge of a ring, in CSS pixels; of the small ones side by side. */
const RING_PX = 800;
const SMALL_PX = 320;
const NAME_PX = 36;
const ROW_OF = 3;
const WIDE = { width: 820, height: 460 } as const;
const MAP = { width: 760, height: 560 } as const;
const SQUARE = { width: 720, height: 720 } as const;

/** Those that are there, in the order of the page. */
export function pictures(state: State): readonly Picture[] {
  const { shown, place, sweep, migration, incident } = state;
  const there: Record<Picture, boolean> = {
    ring: shown !== undefined,
    rings: shown !== undefined && fit(state).length > 1,
    load: shown !== undefined,
    flows: place.target > 0 && fit(state).includes(place.strategy),
    sweep: sweep.chart !== undefined,
    keys: migration.found !== undefined,
    outcomes: migration.found !== undefined,
    incident: incident.found !== undefined,
    charts: incident.found !== undefined,
    tipping: incident.map !== undefined,
  };
  return (Object.keys(there) as Picture[]).filter((picture) => there[picture]);
}

/** The strategies that can do the step that is shown. */
function fit({ shown, place }: State): readonly number[] {
  const { strategies = [] } = shown?.info ?? {};
  return strategies.flatMap(({ refused }, index) => (refused === undefined || refused.step > place.target ? [index] : []));
}

/** Writes a picture; the file's name, or undefined where it is not there any more. */
export async function savePicture(picture: Picture, as: "svg" | "png"): Promise<string | undefined> {
  const drawn = await svg(picture);
  if (drawn === undefined) return undefined;
  const blob = new Blob([drawn], { type: "image/svg+xml" });
  return save(as === "svg" ? blob : await png(blob), fileName(`-${picture}.${as}`));
}

async function svg(picture: Picture): Promise<string | undefined> {
  switch (picture) {
    case "ring":
    case "load":
    case "flows":
      return ofRun((scene) => scene.svg(picture, ringView(store.state.place.strategy, RING_PX)));
    case "rings":
      return ofRun(rings);
    case "sweep":
      return attempt(() => store.state.sweep.chart?.scene.svg(inForce()));
    case "keys":
    case "outcomes":
      return ofMigration(picture);
    default:
      return ofIncident(picture);
  }
}

/** Only the whole core writes SVG; what is shown may be the first one's. */
async function ofRun(draw: (scene: Scene) => string): Promise<string | undefined> {
  const { shown } = store.state;
  if (shown === undefined) return undefined;
  await core.needWhole();
  return attempt(() => {
    const scene = core.scene(shown.report);
    const drawn = draw(scene);
    scene.free();
    return drawn;
  });
}

function ringView(strategy: number, edge: number): Parameters<Scene["svg"]>[1] {
  return { strategy, phase: store.state.place.target, progress: 1, width: edge, height: edge, theme: inForce(), scale: 1, headline: true };
}

/** One ring a strategy, side by side, each beneath its name. */
function rings(scene: Scene): string {
  const { shown } = store.state;
  const all = fit(store.state);
  const columns = Math.min(ROW_OF, all.length);
  const [width, height] = [columns * SMALL_PX, Math.ceil(all.length / columns) * (SMALL_PX + NAME_PX)];
  const [ink, surface] = [role("--ink"), role("--surface")];
  const one = (strategy: number, at: number): string => {
    const [x, y] = [(at % columns) * SMALL_PX, Math.floor(at / columns) * (SMALL_PX + NAME_PX)];
    const name = escaped(shown?.info.strategies[strategy]?.name ?? "");
    return `<text x="${x + SMALL_PX / 2}" y="${y + NAME_PX - 8}" text-anchor="middle" font-size="18" font-weight="700" fill="${ink}">${name}</text>
${within(scene.svg("ring", ringView(strategy, RING_PX)), x, y + NAME_PX)}`;
  };
  const said = all.map((strategy) => `${shown?.info.strategies[strategy]?.name ?? ""}: ${scene.headline(strategy, store.state.place.target)?.sentence ?? ""}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif">
<title>${escaped(title())}</title>
<desc>${escaped(said.join(" "))}</desc>
<rect width="100%" height="100%" fill="${surface}"/>
${all.map(one).join("\n")}
</svg>
`;
}

/** A picture of the core's as a part of another one: its own size gives way. */
function within(drawn: string, x: number, y: number): string {
  return drawn.replace(/^<svg xmlns="[^"]*" width="[^"]*" height="[^"]*"/u, `<svg x="${x}" y="${y}" width="${SMALL_PX}" height="${SMALL_PX}"`);
}

function ofMigration(picture: "keys" | "outcomes"): string | undefined {
  const { found, policy, at } = store.state.migration;
  const size = picture === "keys" ? SQUARE : WIDE;
  return attempt(() => found?.scene.svg(picture === "keys", policy, { ...size, at_s: at, theme: inForce(), scale: 1 }, title()));
}

function ofIncident(picture: "incident" | "charts" | "tipping"): string | undefined {
  const { found, map, at, whole } = store.state.incident;
  if (picture === "tipping") return attempt(() => map?.scene.svg({ ...MAP, theme: inForce() }, title()));
  if (found === undefined) return undefined;
  const until = whole ? found.info.end_s : found.info.first_s;
  const size = picture === "incident" ? SQUARE : WIDE;
  return attempt(() => found.scene.svg(picture === "incident", { ...size, at_s: picture === "incident" ? at : 0, until_s: until, theme: inForce() }, title()));
}

function title(): string {
  return store.state.shown?.info.title ?? "";
}

function inForce(): "light" | "dark" {
  return theme.effective(store.state.looks.theme);
}

/** The colour of a role in the theme that is in force. */
function role(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The same picture as pixels. */
async function png(drawn: Blob): Promise<Blob> {
  const url = URL.createObjectURL(drawn);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await pixels(image.naturalWidth, image.naturalHeight, PNG_DPR, (context) => {
      context.drawImage(image, 0, 0);
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What is drawn on a sheet of that size, as a PNG. */
export function pixels(width: number, height: number, scale: number, draw: (context: CanvasRenderingContext2D) => void): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("the browser gives no drawing context");
  context.scale(scale, scale);
  draw(context);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("the browser makes no PNG"));
      else resolve(blob);
    }, "image/png");
  });
}
