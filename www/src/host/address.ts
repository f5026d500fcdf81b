// What an author wrote on a figure, as the address of its frame, or what is wrong with it and how to mend it.
import { EMBED_VIEWS, THEMES } from "./contract.ts";
import { byteLength, payload, TEXT_BYTES_MAX } from "./payload.ts";
import { words } from "./strings.ts";

/** The attributes of a figure, and the text within. */
export interface Written {
  readonly preset: string | undefined;
  readonly scenario: string | undefined;
  readonly text: string | undefined;
  readonly view: string | undefined;
  readonly step: string | undefined;
  readonly at: string | undefined;
  readonly theme: string | undefined;
}

/** What is wrong with what was written. */
export class Wrong extends Error {}

const STEPS_MAX = 10_000;
/** What the figure itself decides. */
const OURS = ["embed", "start"];

/** Where the site is: beside its script, unless the author says otherwise. */
export function site(written: string): string {
  let url: URL | undefined;
  try {
    url = new URL(".", new URL(written, document.baseURI));
  } catch {
    // Told below, as other kinds of addresses are.
  }
  if (written === "" || url === undefined || !["http:", "https:"].includes(url.protocol)) throw new Wrong(words.noSite(written));
  return url.href;
}

/** The fragment that a figure's frame opens. */
export function fragment(written: Written): string {
  const [opens, ...rest] = scenario(written).split("&");
  const place = new Map(rest.map((part) => part.split("=", 2)).filter((pair): pair is [string, string] => pair.length === 2));
  OURS.forEach((name) => place.delete(name));
  if (written.theme === "system") place.delete("theme");
  for (const [name, value] of Object.entries(checkedPlace(written))) place.set(name, value);
  return `#${[opens ?? "", ...[...place].map(([name, value]) => `${name}=${value}`), "embed=1", "start=1"].join("&")}`;
}

/** `preset=NAME` or `v1.PAYLOAD`, with the place that a link has of its own. */
function scenario({ preset, scenario: link, text }: Written): string {
  const there = [["preset", preset], ["scenario", link], ["a text", text]].filter(([, value]) => value !== undefined);
  if (there.length === 0) throw new Wrong(words.nothing);
  if (there.length > 1) throw new Wrong(words.many(there.map(([name]) => name).join(" and ")));
  if (preset !== undefined) return `preset=${encodeURIComponent(preset)}`;
  if (text !== undefined) return ofText(text);
  return ofLink(link ?? "");
}

function ofText(text: string): string {
  const bytes = byteLength(text);
  if (bytes > TEXT_BYTES_MAX) throw new Wrong(words.tooLong(new Intl.NumberFormat("en").format(bytes)));
  return payload(text);
}

/** A link as people have it: whole, or from its `#` or behind it. */
function ofLink(link: string): string {
  const behind = link.trim().replace(/^[^#]*#/u, "");
  if (!/^(?:v\d+\.|preset=)[\w.%&=-]+$/u.test(behind)) throw new Wrong(words.noScenario(link.slice(0, 40)));
  return behind;
}

function checkedPlace({ view, step, at, theme }: Written): Record<string, string> {
  if (view !== undefined && !EMBED_VIEWS.some((one) => one === view)) throw new Wrong(words.noView(view, EMBED_VIEWS.join(", ")));
  if (step !== undefined && !(/^\d{1,5}$/u.test(step) && Number(step) <= STEPS_MAX)) throw new Wrong(words.noStep(step));
  if (at !== undefined && !/^\d{1,7}(?:\.\d{1,3})?s?$/u.test(at)) throw new Wrong(words.noMoment(at));
  if (theme !== undefined && !THEMES.some((one) => one === theme)) throw new Wrong(words.noTheme(theme));
  return {
    ...(view === undefined ? {} : { view }),
    ...(step === undefined ? {} : { step }),
    ...(at === undefined ? {} : { at }),
    ...(theme === undefined || theme === "system" ? {} : { theme }),
  };
}
