// The question of a scene: a number, a choice or a place on the ring is asked for, then what the run says stands beside it, with one why.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { fitText, foundText, saidText, type Speech } from "../lesson/answers.ts";
import type { Question, Scene } from "../lesson/content.ts";
import { answer, askAgain, markedNode, opened, sceneOf } from "../lesson/course.ts";
import type { Answer, OpenLesson } from "../lesson/model.ts";
import { blocks, inlines } from "../lesson/prose.ts";
import { Numbers, wordsOf } from "../lesson/strings.ts";
import { strings } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { Light, valueOf } from "./base.ts";

const phone = matchMedia("(max-width: 699.98px)");
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

/** A panel that plays; its script may still be on its way. */
type Film = HTMLElement & { readonly replay?: () => void };

type OfKind<K extends Question["kind"]> = Question & { readonly kind: K };

@customElement("sl-question")
export class SlQuestion extends Light {
  readonly #watch = new Watch(this, ({ lesson, shown }) => [lesson, shown] as const);
  /** What is typed or chosen, and not yet said. */
  @state() private typed = "";
  @state() private chosen: number | undefined;
  /** What is missing of an answer. */
  @state() private lacks = "";
  #of: Scene | undefined;
  /** The scene whose question is on the screen without its answer. */
  #asked: string | undefined;

  protected override willUpdate(): void {
    const now = opened();
    const scene = now === undefined ? undefined : sceneOf(now);
    if (scene === this.#of) return;
    if (scene?.id !== this.#of?.id) [this.typed, this.chosen] = ["", undefined];
    this.lacks = "";
    this.#of = scene;
  }

  /** The answer comes into sight where the text of the scene scrolls; on a phone the ring does, with the answer below it. */
  protected override updated(): void {
    const now = opened();
    if (now === undefined) return;
    const { id } = sceneOf(now);
    const asked = this.#asked === id;
    this.#asked = now.answers[id] === undefined ? id : undefined;
    // What to do instead stands below what is missing, and stays in sight with it.
    if (this.lacks !== "") this.querySelector(".question > .row")?.scrollIntoView({ block: "nearest" });
    if (!asked || this.#asked !== undefined) return;
    const body = this.closest<HTMLElement>(".lesson-body");
    if (phone.matches) document.querySelector(".ring-stage")?.scrollIntoView({ block: "start", behavior: reduced.matches ? "auto" : "smooth" });
    else if (body !== null && body.scrollHeight > body.clientHeight) body.scrollTop = this.offsetTop;
  }

  protected override render(): TemplateResult | typeof nothing {
    const [lesson] = this.#watch.now;
    const now = lesson?.kind === "open" ? lesson : undefined;
    const scene = now === undefined ? undefined : sceneOf(now);
    if (now === undefined || scene?.question === undefined) return nothing;
    const speech: Speech = { words: wordsOf(now.lesson.lang), numbers: new Numbers(now.lesson.lang) };
    const given = now.answers[scene.id];
    return html`<section class="question" aria-labelledby="question-title">
      <h3 id="question-title">${speech.words.question}</h3>
      <p class="ask" id="question-ask">${inlines(scene.question.ask)}</p>
      ${given === undefined ? this.#asking(now, scene.question, speech) : nothing}
      <div role="status" class="answer-given" data-testid="answer">${given === undefined ? nothing : this.#answered(given, scene, speech)}</div>
    </section>`;
  }

  #asking(now: OpenLesson, question: Question, speech: Speech): TemplateResult {
    const { words } = speech;
    return html`${this.#field(now, question, speech)}
      <p class="bad" role="alert">${this.lacks}</p>
      <div class="row">
        <button type="button" class="primary" @click=${() => {
          this.#say(now, question, speech);
        }}>${words.say}</button>
        <button type="button" class="plain" @click=${() => {
          answer({ kind: "skipped" });
        }}>${words.skip}</button>
      </div>`;
  }

  #field(now: OpenLesson, question: Question, speech: Speech): TemplateResult {
    switch (question.kind) {
      case "number":
        return this.#number(now, question, speech);
      case "choice":
        return this.#choice(question);
      case "mark":
        return this.#mark(now, speech);
    }
  }

  #number(now: OpenLesson, question: OfKind<"number">, { words, numbers }: Speech): TemplateResult {
    const { from, to, by } = question;
    const { what } = question.measure;
    const unit = what === "moved" || what === "moved_share" || what === "peak" || what === "migration" ? words.units[what] : "";
    const label = words.numberOf(unit, numbers.count(from), numbers.count(to));
    const typed = (event: Event): void => {
      this.typed = valueOf(event);
      this.lacks = "";
    };
    return html`<div class="guess">
      <input type="range" aria-label=${label} min=${from} max=${to} step=${by} .value=${live(this.typed === "" ? String((from + to) / 2) : this.typed)} class=${this.typed === "" ? "untouched" : ""} aria-valuetext=${this.typed === "" ? words.notChosen : nothing} @input=${typed} @click=${typed} />
      <label><span class="unseen">${label}</span><input type="number" class="number" inputmode="decimal" min=${from} max=${to} step="any" .value=${live(this.typed)} @input=${typed} @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Enter") this.#say(now, question, { words, numbers });
      }} /> <span aria-hidden="true">${unit}</span></label>
    </div>`;
  }

  #choice({ options }: OfKind<"choice">): TemplateResult {
    return html`<div class="options" role="radiogroup" aria-labelledby="question-ask">${options.map(({ says }, index) => html`<label class="option">
      <input type="radio" name="lesson-option" .checked=${live(index === this.chosen)} @change=${() => {
        this.chosen = index;
        this.lacks = "";
      }} /> <span>${inlines(says)}</span></label>`)}</div>`;
  }

  #mark({ marked }: OpenLesson, { words, numbers }: Speech): TemplateResult {
    return html`<p>${words.markHow}</p><p data-testid="marked"><strong>${marked === undefined ? words.notMarked : words.marked(numbers.count(marked), markedNode(marked))}</strong></p>`;
  }

  #say(now: OpenLesson, question: Question, { words, numbers }: Speech): void {
    if (question.kind === "number") {
      const number = this.typed.trim() === "" ? NaN : Number(this.typed);
      if (number >= question.from && number <= question.to) answer({ kind: "number", number });
      else this.lacks = words.needNumber(numbers.count(question.from), numbers.count(question.to));
    } else if (question.kind === "choice") {
      if (this.chosen === undefined) this.lacks = words.needChoice;
      else answer({ kind: "choice", option: this.chosen });
    } else if (now.marked === undefined) this.lacks = words.needMark;
    else answer({ kind: "mark", degrees: now.marked });
  }

  #answered(given: Answer, { question, place }: Scene, speech: Speech): TemplateResult | typeof nothing {
    if (question === undefined) return nothing;
    const { words } = speech;
    const said = saidText(given.said, question, speech);
    return html`<dl class="said-found">
        ${said === undefined ? html`<div class="skipped"><dt class="unseen">${words.said}</dt><dd>${words.skipped}</dd></div>` : html`<div><dt>${words.said}</dt><dd data-testid="said">${said}</dd></div>`}
        <div class="ran"><dt>${words.ran}</dt><dd data-testid="found">${given.found === undefined ? words.computing : html`${foundText({ said: given.said, found: given.found }, question, speech)}. <strong>${fitText(given, question, speech)}</strong>`}</dd></div>
      </dl>
      ${given.found === undefined ? nothing : html`<div class="why-answer"><h3>${words.why}</h3>${blocks(question.why)}</div>`}
      <p class="row">${place.panel === undefined ? nothing : html`<button type="button" class="plain" @click=${this.#see}>${words.see(strings.panelNames[place.panel])}</button>`}
        <button type="button" class="link" @click=${askAgain}>${words.again}</button></p>`;
  }

  readonly #see = (): void => {
    const panel = this.closest("sl-app")?.querySelector("sl-panel");
    panel?.scrollIntoView({ block: "start" });
    // It was played below the window's edge while the answer was read.
    panel?.querySelector<Film>("sl-migration, sl-incident")?.replay?.();
  };
}
