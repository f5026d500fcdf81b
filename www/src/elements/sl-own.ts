// The dialog for keys and nodes of the reader's own: dropped, chosen or pasted, with what was skipped before anything is used.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { KeysDone } from "../core/contract.ts";
import type { KeyChoice, KeyFile, KeyReport, NodeReport } from "../core/types.ts";
import { bytes } from "../format.ts";
import type { OwnHost, OwnWhat } from "../own/contract.ts";
import * as kept from "../own/kept.ts";
import { own as words, sentence } from "../strings.ts";
import { icon, Light, valueOf } from "./base.ts";

/** Larger files are no lists of a million keys. */
const FILE_MAX_BYTES = 2 ** 30;
/** The first digits of a digest. */
const DIGITS = 12;
const NODES_SHOWN = 5;
const FORMATS = ["lines", "comma", "semicolon", "tab", "json"] as const;

/** A file or a pasted text, and how it is read. */
interface Source {
  readonly file: Blob;
  readonly name: string;
  readonly choice: KeyChoice;
}

@customElement("sl-own")
export class SlOwn extends Light {
  host: OwnHost | undefined;
  @state() private what: OwnWhat | undefined;
  @state() private source: Source | undefined;
  @state() private reading: { readonly done: number; readonly total: number } | undefined;
  @state() private found: KeysDone | undefined;
  @state() private list = "";
  @state() private nodes: NodeReport | undefined;
  @state() private problem = "";
  @state() private kept: readonly kept.Kept[] = [];
  @state() private keeps = false;
  @state() private over = false;
  #abort: AbortController | undefined;

  open(what: OwnWhat): void {
    this.what = what;
    this.#clear();
    void this.#lookAtKept();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="own" aria-labelledby="own-title" @close=${this.#closed} @dragover=${this.#drag} @dragleave=${this.#leave} @drop=${this.#drop}>
      ${this.what === undefined ? nothing : this.#body(this.what)}
    </dialog>`;
  }

  protected override updated(): void {
    const dialog = this.querySelector("dialog");
    if (dialog === null || dialog.open === (this.what !== undefined)) return;
    if (this.what === undefined) dialog.close();
    else dialog.showModal();
  }

  #body(what: OwnWhat): TemplateResult {
    return html`<div class="dialog-head"><h2 id="own-title">${words.titles[what]}</h2>
        <button type="button" class="quiet" aria-label=${words.close} @click=${this.#close}>${icon("close")}</button></div>
      ${what === "keys" ? this.#keys() : this.#nodeList()}
      <p role="alert" class="bad">${this.problem}</p>`;
  }

  #keys(): TemplateResult {
    const needs = this.host?.needs();
    return html`<p>${words.stays} ${this.keeps ? words.keeps : words.keepsNot}</p>
      ${needs === undefined ? nothing : html`<p class="own-needs">${words.needs(needs.file, needs.count)} ${words.digest(needs.sha256.slice(0, DIGITS))}</p>`}
      <div class="own-drop ${this.over ? "over" : ""}">
        <span>${words.drop}</span>
        <label class="own-file"><span>${words.choose}</span><input type="file" @change=${this.#chosen} /></label>
      </div>
      <label class="own-paste"><span>${words.paste}</span><textarea rows="4" spellcheck="false" autocapitalize="off" @input=${this.#pasted}></textarea></label>
      <div role="status">${this.reading === undefined ? nothing : html`<p>${words.reading(bytes(this.reading.done), bytes(this.reading.total))}</p>`}
        ${this.found === undefined ? nothing : html`<p class="own-count">${words.found(this.found.report.count)}</p>`}</div>
      ${this.found === undefined ? nothing : this.#report(this.found.report, needs)}
      ${this.#keptList()}`;
  }

  #report(report: KeyReport, needs: KeyFile | undefined): TemplateResult {
    const wrong = needs !== undefined && report.count > 0 && report.sha256 !== needs.sha256;
    return html`<div class="own-read">
        <label>${words.readAs} <select aria-label=${words.readAs} @change=${(event: Event) => {
          const format = FORMATS.find((one) => one === valueOf(event));
          if (format !== undefined) this.#choose({ format });
        }}>${FORMATS.map((format) => html`<option value=${format} ?selected=${format === report.format}>${words.formats[format]}</option>`)}</select></label>
        ${report.columns.length > 1 ? this.#columns(report) : nothing}
        ${report.format === "lines" || report.format === "json" ? nothing : html`<label><input type="checkbox" .checked=${report.header} @change=${() => {
          this.#choose({ format: report.format, header: !report.header });
        }} /> ${words.header}</label>`}
      </div>
      ${report.refused === undefined ? html`<p class="muted">${words.first} ${report.first.map((key) => html`<code>${key}</code> `)}</p>` : html`<p class="bad">${sentence(report.refused)}</p>`}
      ${this.#told(report.told)}
      ${wrong ? html`<p class="bad">${words.others(needs.file, needs.count)} ${words.digests(needs.sha256.slice(0, DIGITS), report.sha256.slice(0, DIGITS))}</p>` : nothing}
      ${report.refused === undefined ? html`<button type="button" class=${wrong ? "plain" : "primary"} @click=${this.#use}>${wrong ? words.useOthers : words.use(report.count)}</button>` : nothing}`;
  }

  #columns({ columns, column, format, header }: KeyReport): TemplateResult {
    const named = (name: string, index: number): string => (name !== "" && columns.indexOf(name) === index ? name : String(index + 1));
    const what = format === "json" ? words.field : words.column;
    return html`<label>${what} <select aria-label=${what} @change=${(event: Event) => {
      this.#choose({ format, header, column: valueOf(event) });
    }}>${columns.map((name, index) => html`<option value=${named(name, index)} ?selected=${index === column}>${name === "" ? words.columnNumber(index + 1) : name}</option>`)}</select></label>`;
  }

  #told(told: KeyReport["told"]): TemplateResult | typeof nothing {
    if (told.length === 0) return nothing;
    return html`<h3>${words.told}</h3><ul class="own-told">${told.map((one) => html`<li>${sentence(one.words)}</li>`)}</ul>`;
  }

  #keptList(): TemplateResult | typeof nothing {
    if (this.kept.length === 0) return nothing;
    return html`<h3>${words.kept}</h3><ul class="own-told">${this.kept.map(
      ({ file, count: keys, sha256 }) => html`<li>${words.keptOne(file, keys)} <button type="button" class="link" aria-label=${words.forgetOne(file)} @click=${() => void this.#forget(sha256)}>${words.forget}</button></li>`,
    )}</ul>`;
  }

  #nodeList(): TemplateResult {
    const report = this.nodes;
    return html`<label class="own-paste"><span>${words.nodes}</span><textarea rows="8" spellcheck="false" autocapitalize="off" placeholder=${words.nodesExample} .value=${this.list} @input=${this.#listed}></textarea></label>
      <div role="status">${report === undefined ? nothing : html`<p class="own-count">${words.nodesFound(report.nodes.length)}</p>`}</div>
      ${report === undefined
        ? nothing
        : html`<ul class="own-told">${report.nodes.slice(0, NODES_SHOWN).map((node) => html`<li>${words.node(node.name, node.weight, node.zone, node.capacity)}</li>`)}${report.nodes.length > NODES_SHOWN ? html`<li class="muted">${words.more(report.nodes.length - NODES_SHOWN)}</li>` : nothing}</ul>
            ${this.#told(report.told)}
            <p class="muted">${words.nodesReplace}</p>
            <button type="button" class="primary" ?disabled=${report.nodes.length === 0} @click=${this.#useNodes}>${words.useNodes(report.nodes.length)}</button>`}`;
  }

  #clear(): void {
    this.#abort?.abort();
    [this.source, this.reading, this.found, this.nodes] = [undefined, undefined, undefined, undefined];
    [this.list, this.problem, this.over] = ["", "", false];
  }

  readonly #close = (): void => {
    this.what = undefined;
  };

  readonly #closed = (): void => {
    this.what = undefined;
    this.#clear();
  };

  readonly #drag = (event: DragEvent): void => {
    if (this.what !== "keys") return;
    event.preventDefault();
    this.over = true;
  };

  readonly #leave = (): void => {
    this.over = false;
  };

  /** Also of what is no file the browser must not make a page. */
  readonly #drop = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    const file = event.dataTransfer?.files[0];
    const text = event.dataTransfer?.getData("text/plain") ?? "";
    if (this.what !== "keys") return;
    if (file !== undefined) this.#take(file, file.name);
    else if (text !== "") this.#take(new Blob([text]), "");
  };

  readonly #chosen = (event: Event): void => {
    const { target } = event;
    const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
    if (file !== undefined) this.#take(file, file.name);
  };

  readonly #pasted = (event: Event): void => {
    const text = valueOf(event);
    if (text !== "") this.#take(new Blob([text]), "");
  };

  #take(file: Blob, name: string): void {
    this.source = { file, name, choice: {} };
    void this.#read(this.host?.needs()?.sha256);
  }

  #choose(choice: KeyChoice): void {
    if (this.source === undefined) return;
    this.source = { ...this.source, choice };
    void this.#read(undefined);
  }

  async #read(wanted: string | undefined): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { source, host } = this;
    if (source === undefined || host === undefined) return;
    this.problem = source.file.size > FILE_MAX_BYTES ? words.tooLarge(bytes(source.file.size), bytes(FILE_MAX_BYTES)) : "";
    if (this.problem !== "") return;
    this.reading = { done: 0, total: source.file.size };
    try {
      const found = await host.read({ ...source, wanted }, (done, total) => {
        if (!abort.signal.aborted) this.reading = { done, total };
      }, abort.signal);
      if (abort.signal.aborted) return;
      this.found = found;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.problem = words.readFailed(error instanceof Error ? error.message : String(error));
    }
    this.reading = undefined;
  }

  readonly #use = (): void => {
    const { source, host } = this;
    const { report, keys } = this.found ?? {};
    if (host === undefined || source === undefined || report === undefined || keys === undefined) return;
    const needs = host.needs();
    const name = source.name === "" ? words.pastedName : source.name;
    const named: KeyFile = needs?.sha256 === report.sha256 ? needs : { file: name, sha256: report.sha256, count: report.count };
    const why = host.use(named, keys);
    if (why !== undefined) {
      this.problem = sentence(why);
      return;
    }
    void kept.keep(named, keys);
    this.#close();
  };

  readonly #listed = (event: Event): void => {
    this.list = valueOf(event);
    void this.#readNodes(this.list);
  };

  async #readNodes(list: string): Promise<void> {
    const report = list.trim() === "" ? undefined : await this.host?.nodes(list);
    if (list === this.list) this.nodes = report;
  }

  readonly #useNodes = (): void => {
    const why = this.host?.useNodes(this.list);
    if (why === undefined) this.#close();
    else this.problem = sentence(why);
  };

  async #lookAtKept(): Promise<void> {
    [this.keeps, this.kept] = [await kept.possible(), await kept.all()];
  }

  async #forget(sha256: string): Promise<void> {
    await kept.forget(sha256);
    this.host?.forget(sha256);
    await this.#lookAtKept();
    this.querySelector<HTMLElement>("dialog h2 + button")?.focus();
  }
}

