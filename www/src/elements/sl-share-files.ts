// The files of Share: the text, the figures and every picture that is there, each with the kinds that it can be had as.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { downloadScale, downloadSweep, write, writeComparison } from "../state/files.ts";
import { isStale, type State } from "../state/model.ts";
import { pictures, savePicture } from "../state/pictures.ts";
import { words } from "../share/strings.ts";
import { Watch } from "../state/watch.ts";
import { Light } from "./base.ts";
import type { Say } from "./share-field.ts";

/** A way to have something: what the file is called, or undefined where it is not there any more. */
type Write = () => Promise<string | undefined>;

interface Offered {
  readonly name: string;
  readonly as: readonly (readonly [kind: string, write: Write])[];
}

@customElement("sl-share-files")
export class SlShareFiles extends Light {
  @property({ attribute: false }) say: Say = () => undefined;
  readonly #watch = new Watch(this, (state) => [state, isStale(state)] as const);

  protected override render(): TemplateResult {
    const [state, stale] = this.#watch.now;
    const note = state.shown === undefined ? words.noRun : stale ? words.older : "";
    return html`${note === "" ? nothing : html`<p class="muted">${note}</p>`}
      <h3>${words.data}</h3>${this.#list(data(state))}
      ${state.shown === undefined ? nothing : html`<h3>${words.pictures}</h3>${this.#list(drawn(state))}<p class="muted">${words.more}</p>`}`;
  }

  #list(offered: readonly Offered[]): TemplateResult {
    return html`<ul class="share-files">${offered.map(({ name, as }) => html`<li><span>${name}</span>
      <span class="row">${as.map(([kind, write]) => html`<button type="button" class="plain" aria-label=${words.as(name, kind)} @click=${() => void this.#write(name, write)}>${kind}</button>`)}</span></li>`)}</ul>`;
  }

  async #write(name: string, write: Write): Promise<void> {
    this.say(words.writing(name));
    try {
      const file = await write();
      this.say(file === undefined ? "" : words.saved(file));
    } catch (error) {
      this.say(words.failed(name, error instanceof Error ? error.message : String(error)));
    }
  }
}

/** The text and the figures that are there. */
function data({ shown, place, sweep, scale }: State): readonly Offered[] {
  const { file } = words;
  const run = shown !== undefined;
  const order = shown?.info.strategies.map((_, index) => index) ?? [];
  const soon = (write: () => string | undefined): Write => () => Promise.resolve(write());
  const all: readonly (readonly [there: boolean, name: string, as: Offered["as"]])[] = [
    [true, file.scenario, [["TOML", () => write("toml")]]],
    [run, file.report, [["JSON", () => write("json")]]],
    [run && place.target > 0, file.moved, [["CSV", () => write("csv")]]],
    [run, file.loads, [["CSV", () => write("loads")]]],
    [run, file.comparison, [["CSV", () => writeComparison(order, "csv")], ["Markdown", () => writeComparison(order, "md")]]],
    [sweep.chart !== undefined, file.sweep, [["CSV", soon(() => downloadSweep("csv"))]]],
    [scale.found !== undefined, file.scale, [["CSV", soon(downloadScale)]]],
  ];
  return all.flatMap(([there, name, as]) => (there ? [{ name, as }] : []));
}

function drawn(state: State): readonly Offered[] {
  return pictures(state).map((picture) => ({
    name: words.picture[picture],
    as: [["SVG", () => savePicture(picture, "svg")], ["PNG", () => savePicture(picture, "png")]],
  }));
}
