// The challenges: which ones there are, the task, the learner's code, and what its checks say, each with the smallest example.
import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import type { ChallengeInfo, ChallengeReport, CheckReport, CodeError } from "../core/types.ts";
import { bytes, percent } from "../format.ts";
import { challenges } from "../state/challenge-panel.ts";
import { OWN, type ChallengeState, type State } from "../state/model.ts";
import { cancelRun, store, strings } from "../state/page.ts";
import { Watch } from "../state/watch.ts";
import { panelStrings } from "../panel-strings.ts";
import { Light, valueOf } from "./base.ts";
import "./sl-code.ts";

const words = panelStrings.challenge;

@customElement("sl-challenge")
export class SlChallenge extends Light {
  readonly #watch = new Watch(this, ({ challenge, inSlices, engineBytes, shown, run: scenario, codeWaits }) => [challenge, inSlices, engineBytes, shown, scenario, codeWaits] as const);

  protected override render(): TemplateResult {
    const [now, inSlices] = this.#watch.now;
    if (now.all === undefined) return html`<p class="muted" role="status">${words.loading}</p>`;
    const chosen = now.all.find(({ id }) => id === now.chosen);
    return html`<div class="challenge">
      ${this.#list(now, now.all)}
      <section class="challenge-desk" aria-labelledby="challenge-title">
        <h2 id="challenge-title">${chosen?.title ?? words.own}</h2>
        ${chosen === undefined ? this.#name(now) : nothing}
        <div class="challenge-task">${(chosen?.task ?? words.ownTask).map((paragraph) => html`<p>${withCode(paragraph)}</p>`)}</div>
        ${/* Each with an editor of its own, so that undo stays within one. */ nothing}
        ${inSlices ? html`<p class="bad">${strings.code.needsWorker}</p>` : nothing}
        <p class="muted">${words.language}</p>
        ${keyed(now.chosen, html`<sl-code .source=${challenges.source} .error=${this.#error} .ontext=${(source: string) => {
          challenges.type(source);
        }} .onrun=${run}></sl-code>`)}
        ${this.#buttons(now)}
        <div class="challenge-run" role="status">${this.#status(now)}</div>
        ${chosen === undefined ? nothing : this.#hints(now, chosen)}
        ${this.#results(now, chosen)}
        <details class="challenge-given"><summary>${words.givenTitle}</summary><dl>${words.given.map(([name, about]) => html`<dt><code>${name}</code></dt><dd>${about}</dd>`)}</dl></details>
      </section>
    </div>`;
  }

  #name({ ownName }: ChallengeState): TemplateResult {
    return html`<label class="choice own-name">${words.name} <input type="text" .value=${live(ownName)} @change=${(event: Event) => {
      challenges.rename(valueOf(event));
    }} /></label>`;
  }

  #list({ chosen, passed }: ChallengeState, all: readonly ChallengeInfo[]): TemplateResult {
    const item = (id: string, title: string, level: string): TemplateResult => html`<li><button type="button" class="challenge-item" aria-current=${id === chosen ? "true" : nothing} @click=${() => {
      challenges.choose(id);
    }}><span>${title}</span> ${passed.includes(id) ? html`<span class="good">${words.passed}</span>` : html`<span class="muted">${level}</span>`}</button></li>`;
    return html`<nav class="challenge-list" aria-label=${words.list}><ul>${all.map(({ id, title, level }) => item(id, title, level))}${item(OWN, words.own, "")}</ul></nav>`;
  }

  /** What is wrong with the code as it stands; of one's own strategy the run of the scenario knows. */
  get #error(): CodeError | undefined {
    const { challenge, shown } = store.state;
    const { chosen, found } = challenge;
    const { source } = challenges;
    if (chosen !== OWN) {
      if (found === undefined || found.of !== chosen) return undefined;
      return found.source === source ? found.report.error : undefined;
    }
    return challenge.tried === source ? shown?.info.strategies.find(({ name }) => name === challenges.name)?.refused?.error : undefined;
  }

  #buttons({ run: { kind }, chosen, before }: ChallengeState): TemplateResult {
    const { run: scenario } = store.state;
    const running = chosen === OWN ? scenario.kind === "running" && scenario.seen !== "not-yet" : kind === "running";
    return html`<div class="row">
      <button type="button" class="run-stop ${running ? "plain" : "primary"}" title=${words.runKey} @click=${running ? stop : run}>${running ? words.stop : chosen === OWN ? words.runOwn : words.run}</button>
      ${chosen === OWN ? nothing : html`<button type="button" class="plain" title=${words.compareMeans} ?disabled=${running} @click=${() => {
        challenges.compare();
      }}>${words.compare}</button>`}
      ${before === undefined
        ? html`<button type="button" class="link" @click=${() => {
            challenges.again();
          }}>${words.again}</button>`
        : html`<button type="button" class="link" @click=${() => {
            challenges.takeBack();
          }}>${words.takeBack}</button>`}
    </div>`;
  }

  #status({ run: state, found, chosen }: ChallengeState): TemplateResult | typeof nothing {
    const { engineBytes } = store.state;
    if (chosen === OWN) return ownStatus(store.state);
    switch (state.kind) {
      case "running":
        if (engineBytes !== undefined) return html`<p>${strings.code.loading(bytes(engineBytes.loaded), bytes(engineBytes.total))}</p><progress aria-label=${words.checking} max=${engineBytes.total} .value=${engineBytes.loaded}></progress>`;
        return html`<p>${words.checking}${state.total === 0 ? nothing : html` ${percent(state.done / state.total)}`}</p>`;
      case "failed":
        return html`<p class="bad">${state.message}</p>`;
      case "stopped":
        return html`<p>${words.givenUp}</p>`;
      case "idle":
        return found === undefined || found.of !== chosen ? nothing : verdict(found.report, found.source === challenges.source);
    }
  }

  #hints({ hints }: ChallengeState, { id, hints: all }: ChallengeInfo): TemplateResult {
    const taken = Math.min(all.length, hints[id] ?? 0);
    return html`<div class="challenge-hints">
      <ol>${all.slice(0, taken).map((hint) => html`<li>${withCode(hint)}</li>`)}</ol>
      ${taken >= all.length ? nothing : html`<button type="button" class="link" @click=${() => {
        challenges.hint();
      }}>${words.hint(taken + 1, all.length)}</button>`}
    </div>`;
  }

  #results({ found }: ChallengeState, chosen: ChallengeInfo | undefined): TemplateResult | typeof nothing {
    if (chosen === undefined) return printedLines(store.state.shown?.info.strategies.find(({ name }) => name === challenges.name)?.printed ?? []);
    const report = found?.of === chosen.id ? found.report : undefined;
    const checks: readonly CheckReport[] = report?.checks ?? chosen.checks.map(({ id, title }) => ({ id, title, state: "not_reached" }));
    return html`<h3>${words.checks}</h3>
      <ul class="challenge-checks" data-testid="checks">${checks.map((one) => html`<li><span class=${one.state === "passed" ? "good" : one.state === "failed" ? "bad" : "muted"}>${words.states[one.state]}</span>
        <span>${one.title}${one.example === undefined || one.example === "" ? nothing : html`<span class="example">${one.example}</span>`}</span></li>`)}</ul>
      ${printedLines(report?.printed ?? [])}`;
  }
}

/** One's own strategy is run with the scenario, above. */
function ownStatus({ run: scenario, codeWaits, shown, challenge }: State): TemplateResult | typeof nothing {
  if (codeWaits.length > 0) return html`<p>${strings.code.here}</p>`;
  if (scenario.kind === "failed") return html`<p class="bad">${scenario.message}</p>`;
  if (scenario.kind === "running" && scenario.seen !== "not-yet") return html`<p>${strings.run.working}</p>`;
  const ran = challenge.tried === challenges.source && shown?.info.strategies.some(({ name, refused }) => name === challenges.name && refused === undefined);
  return ran === true ? html`<p>${words.ran(challenges.name)}</p>` : nothing;
}

function printedLines(lines: readonly string[]): TemplateResult | typeof nothing {
  if (lines.length === 0) return nothing;
  return html`<h3>${words.printed}</h3><pre class="code printed" tabindex="0" role="region" aria-label=${words.printed}>${lines.join("\n")}</pre>`;
}

function run(): void {
  void challenges.run();
}

/** One's own strategy runs with the scenario. */
function stop(): void {
  if (store.state.challenge.chosen === OWN) cancelRun();
  else challenges.stop();
}

function verdict({ passed, moved, checks, error }: ChallengeReport, current: boolean): TemplateResult {
  const failed = checks.filter(({ state }) => state === "failed").length;
  return html`<p data-testid="verdict"><b class=${passed ? "good" : "bad"}>${passed ? words.allPassed : error !== undefined ? words.notRun : failed > 0 ? words.someFailed(failed) : words.notRun}</b> ${moved ?? nothing} ${current ? nothing : html`<span class="muted">${words.older}</span>`}</p>`;
}

/** A paragraph whose parts in backticks are code. */
function withCode(text: string): TemplateResult[] {
  return text.split("`").map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}
