// A lesson beside the sheet: where one is in it, the text of the scene, its question, and the way on.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { fitText, foundText, saidText, type Speech } from "../lesson/answers.ts";
import type { Scene } from "../lesson/content.ts";
import { asItWas, close, forget, go, next, opened, previous, sceneOf, speak } from "../lesson/course.ts";
import type { OpenLesson } from "../lesson/model.ts";
import { present } from "../lesson/present.ts";
import { blocks } from "../lesson/prose.ts";
import { nameOf, Numbers, wordsOf } from "../lesson/strings.ts";
import { Swipe } from "../lesson/swipe.ts";
import { notify, strings } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { icon, Light, valueOf } from "./base.ts";
import "./sl-question.ts";

@customElement("sl-lesson")
export class SlLesson extends Light {
  readonly #watch = new Watch(this, ({ lesson, text }) => [lesson, text] as const);
  /** What was drawn last: another scene begins at its top. */
  #drawn: Scene | undefined;

  constructor() {
    super();
    new Swipe(this, next, previous);
  }

  protected override render(): TemplateResult | typeof nothing {
    const now = opened();
    if (now === undefined) return nothing;
    const { lang } = now.lesson;
    const words = wordsOf(lang);
    this.lang = lang;
    this.toggleAttribute("data-plain", now.plain);
    this.setAttribute("role", "complementary");
    this.setAttribute("aria-label", `${words.lesson}: ${now.lesson.title}`);
    return html`${this.#head(now)} ${this.#body(now, sceneOf(now))} ${this.#foot(now)}`;
  }

  #head(now: OpenLesson): TemplateResult {
    const { lesson, languages, scene } = now;
    const words = wordsOf(lesson.lang);
    const numbers = new Numbers(lesson.lang);
    const items = lesson.scenes.map(({ id, title, minutes }, index) => ({
      id: String(index),
      title: `${numbers.count(index + 1)}. ${title}`,
      line: [words.minutes(numbers.count(minutes)), ...(now.answers[id] === undefined ? [] : [words.answered])].join(" · "),
      chosen: index === scene,
    }));
    return html`<div class="lesson-head">
        <p class="lesson-name">${lesson.title}</p>
        ${languages.length < 2 ? nothing : html`<select aria-label=${words.languageOf} @change=${this.#speak}>${languages.map((one) => html`<option value=${one} ?selected=${one === lesson.lang}>${nameOf(one)}</option>`)}</select>`}
        <button type="button" class="quiet" aria-label=${words.close} title=${words.close} @click=${close}>${icon("close")}</button>
      </div>
      <div class="lesson-where">
        <sl-menu .items=${items} label=${words.where(numbers.count(scene + 1), numbers.count(lesson.scenes.length))} what=${words.scenes} .onpick=${(id: string) => {
          go(Number(id));
        }}></sl-menu>
        <progress aria-hidden="true" max=${lesson.scenes.length} .value=${scene + 1}></progress>
        <button type="button" class="link" @click=${present}>${words.present}</button>
      </div>`;
  }

  #body(now: OpenLesson, scene: Scene): TemplateResult {
    const words = wordsOf(now.lesson.lang);
    const changed = this.#watch.now[1] !== scene.text;
    return html`<div class="lesson-body" role="region" aria-labelledby="scene-title" tabindex="0">
      <h2 id="scene-title" tabindex="-1">${scene.title}</h2>
      <div class="lesson-text">${blocks(scene.body)}</div>
      ${scene.question === undefined ? nothing : html`<sl-question></sl-question>`}
      ${scene.summary ? this.#summary(now) : nothing}
    </div>
    <div role="status" class="lesson-note">${changed ? html`<p class="lesson-changed">${words.changed} <button type="button" class="link" @click=${() => {
      asItWas();
    }}>${words.asItWas}</button></p>` : nothing}</div>`;
  }

  /** All that was said, beside what the runs said when it was shown. */
  #summary(now: OpenLesson): TemplateResult {
    const { lesson, answers } = now;
    const words = wordsOf(lesson.lang);
    const speech: Speech = { words, numbers: new Numbers(lesson.lang) };
    return html`<table class="lesson-summary" data-testid="summary"><caption>${words.summary}</caption>
        <thead><tr><th scope="col">${words.scene}</th><th scope="col">${words.said}</th><th scope="col">${words.ran}</th></tr></thead>
        <tbody>${lesson.scenes.map(({ id, title, question }, index) => {
          const given = answers[id];
          if (question === undefined) return nothing;
          return html`<tr><th scope="row"><button type="button" class="link" @click=${() => {
            go(index);
          }}>${title}</button></th>
            <td>${(given === undefined ? undefined : saidText(given.said, question, speech)) ?? words.none}</td>
            <td>${given?.found === undefined ? words.none : html`${foundText({ said: given.said, found: given.found }, question, speech)}. ${fitText(given, question, speech)}`}</td></tr>`;
        })}</tbody></table>
      <p><button type="button" class="link" @click=${forget}>${words.forget}</button></p>`;
  }

  #foot({ lesson, scene }: OpenLesson): TemplateResult {
    const words = wordsOf(lesson.lang);
    const [back, on] = [lesson.scenes[scene - 1], lesson.scenes[scene + 1]];
    return html`<nav class="lesson-foot" aria-label=${words.scenes}>
      <button type="button" class="plain" aria-label=${back === undefined ? words.back : words.backTo(back.title)} ?disabled=${back === undefined} @click=${previous}>${icon("back")} ${words.back}</button>
      <button type="button" class="primary" @click=${on === undefined ? close : next}><span class="lesson-next">${on === undefined ? words.end : words.nextTo(on.title)}</span> ${on === undefined ? nothing : icon("forward")}</button>
    </nav>`;
  }

  protected override updated(): void {
    const now = opened();
    const scene = now === undefined ? undefined : sceneOf(now);
    if (scene?.id === this.#drawn?.id) return;
    const first = this.#drawn === undefined;
    this.#drawn = scene;
    const body = this.querySelector(".lesson-body");
    if (first || body === null) return;
    body.scrollTop = 0;
    this.querySelector<HTMLElement>("#scene-title")?.focus({ preventScroll: true });
    // Where the lesson stands above the ring, its end may have been looked at.
    const head = this.querySelector(".lesson-head");
    if (head !== null && head.getBoundingClientRect().top < 0) head.scrollIntoView({ block: "start" });
  }

  readonly #speak = (event: Event): void => {
    speak(valueOf(event)).catch((error: unknown) => {
      notify({ tone: "alert", text: strings.loading.noLesson(error instanceof Error ? error.message : String(error)), offers: ["dismiss"] });
      this.requestUpdate();
    });
  };
}
