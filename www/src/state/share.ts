// Links, and what is made of them: Markdown, snippets for a page, a QR code. Copying tells the truth about itself.
import { words } from "../share/strings.ts";
import { address, core, strings } from "./page.ts";
import { hasError, type EmbedView, type State } from "./model.ts";

/** Letters that a QR code holds so that phones read it from the last row. */
export const QR_MAX = 250;
export const EVERYWHERE_MAX = 2000;
export const LINK_MAX = 4000;

export interface Links {
  readonly link: string;
  /** What stands from the # on: the scenario, behind the address of any Shardlab. */
  readonly behind: string;
  readonly markdown: string;
  readonly fits: keyof typeof words.fits;
}

/** The link to the scenario: where the reader is, or where scenarios open. */
export function links(state: State, withPlace: boolean): Links {
  const behind = fragment(state, withPlace);
  const link = address.page + behind;
  return { link, behind, markdown: `[${titleOf(state).replace(/[[\]\\]/gu, "\\$&")}](${link})`, fits: fits(link.length) };
}

/** What follows the page's address. */
function fragment(state: State, withPlace: boolean): string {
  if (state.text === undefined) return "";
  return withPlace ? address.link(state) : core.makeLink(state.text, { embed: false });
}

export function titleOf({ shown, form }: State): string {
  const title = shown?.info.title ?? form?.title ?? "";
  return title === "" ? strings.name : title;
}

/** Where the reader is, as far as a link says it and scenarios do not open there anyway; else empty. */
export interface Where {
  readonly step: string;
  readonly panel: string;
  readonly moment: string;
}

export function whereOf(state: State): Where {
  const { place, looks, shown, migration, incident } = state;
  const asked = new URLSearchParams(fragment(state, true).split("&").slice(1).join("&"));
  const at = looks.tab === "migration" ? migration.at : incident.at;
  const step = place.target === 0 ? words.start : words.step(place.target, shown?.info.phases[place.target] ?? "");
  return {
    step: asked.has("step") ? step : "",
    panel: asked.has("view") ? words.panel(strings.panelNames[looks.tab]) : "",
    moment: asked.has("at") ? words.moment(at.toFixed(1)) : "",
  };
}

/** What whoever opens a link to the text will meet; the first that hinders stands first. */
export function meetsOf(state: State): readonly string[] {
  const { checked, form, run } = state;
  return [
    ...(onDisk() ? [words.onDisk] : isHere() ? [words.here] : []),
    ...(hasError(state) ? [words.error] : []),
    ...(checked?.scripts === true ? [words.code] : []),
    ...(checked?.needs === undefined ? [] : [words.keys(checked.needs.file, checked.needs.count)]),
    ...(form?.keys.kind === "list" ? [words.listed(form.keys.count)] : []),
    ...(run.kind === "waiting" ? [words.waits] : []),
  ];
}

/** Whether the page is a file on the reader's own disk, to which no link leads from elsewhere. */
export function onDisk(): boolean {
  return location.protocol === "file:";
}

/** Whether the page's address is one that no other machine can open. */
function isHere(): boolean {
  const { hostname } = new URL(address.page);
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/u.test(hostname);
}

export interface Embed {
  readonly view: EmbedView;
  readonly heightPx: number;
  readonly withPlace: boolean;
}

/** The address of one panel alone. */
export function embedLink(state: State, { view, withPlace }: Embed): string {
  if (state.text === undefined) return address.page;
  return address.page + (withPlace ? address.link(state, { embed: true, view }) : core.makeLink(state.text, { embed: true, view }));
}

/** A frame with one panel, for pages that take no scripts. What is opened from it is a page like any other, and keeps work. */
export function frame(state: State, embed: Embed): string {
  return `<iframe src="${escaped(embedLink(state, embed))}" title="${escaped(figureTitle(state))}" width="100%" height="${embed.heightPx}" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" loading="lazy"></iframe>`;
}

/** The element with one panel, and the link for pages that take scripts out. */
export function element(state: State, embed: Embed): string {
  const [scenario = "", ...place] = embedLink(state, embed).slice(address.page.length + 1).split("&");
  const named = scenario.startsWith("preset=") ? attribute("preset", scenario.slice("preset=".length)) : attribute("scenario", scenario);
  const placed = [...new URLSearchParams(place.join("&"))].filter(([name]) => name !== "embed").map(([name, value]) => attribute(name, value));
  const { link } = links(state, embed.withPlace);
  return `<script src="${escaped(new URL("shard-lab.js", address.page).href)}" defer></script>
<shard-lab ${[named, ...placed, attribute("height", String(embed.heightPx)), attribute("label", figureTitle(state))].join(" ")}>
  <a href="${escaped(link)}">${escaped(figureTitle(state))}</a>
</shard-lab>`;
}

function figureTitle(state: State): string {
  const title = titleOf(state);
  return title === strings.name ? title : `${strings.name}: ${title}`;
}

function attribute(name: string, value: string): string {
  return `${name}="${escaped(value)}"`;
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

const sharer: { share?: (data: ShareData) => Promise<void> } = navigator;

/** Whether the browser has a list of its own, of people and programs. */
export const canHand = typeof sharer.share === "function";

/** Gives the link to it; what became of that, in words. Who closes the list knows it. */
export async function hand(link: string, title: string): Promise<string> {
  try {
    await sharer.share?.({ title, url: link });
    return words.handed;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return "";
    return words.notHanded(error instanceof Error ? error.message : String(error));
  }
}

function fits(length: number): Links["fits"] {
  if (length <= QR_MAX) return "qr";
  if (length <= EVERYWHERE_MAX) return "everywhere";
  return length <= LINK_MAX ? "most" : "file";
}

/** A text within markup; what markup cannot hold is replaced. */
export function escaped(text: string): string {
  return text
    .replace(/(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu, "\ufffd")
    .replace(/&/gu, "&amp;")
    .replace(/"/gu, "&quot;")
    .replace(/</gu, "&lt;")
    .replace(/>/gu, "&gt;");
}
