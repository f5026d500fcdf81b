// What was said and what was found, in words: for the card of a scene, the summary of a lesson and the picture.
import type { TemplateResult } from "lit";
import { html } from "lit";
import type { Question } from "./content.ts";
import { rightOption } from "./measure.ts";
import type { Answer, Found, Said } from "./model.ts";
import { inlines } from "./prose.ts";
import type { Numbers, Words } from "./strings.ts";

type Text = string | TemplateResult;

/** A guess within this part of its range is close. */
const CLOSE = 0.05;

export interface Speech {
  readonly words: Words;
  readonly numbers: Numbers;
}

/** What the learner said; absent where they let the run answer. */
export function saidText(said: Said, question: Question, { numbers, words }: Speech): Text | undefined {
  switch (said.kind) {
    case "skipped":
      return undefined;
    case "number":
      return withUnit(said.number, question, { numbers, words });
    case "mark":
      return `${numbers.count(said.degrees)}°`;
    case "choice":
      return optionText(question, said.option);
  }
}

function withUnit(number: number, { measure: { what } }: Question, { numbers, words }: Speech): string {
  if (what === "moved_share") return `${numbers.typed(number)} %`;
  if (what === "peak") return words.times(numbers.typed(number));
  return `${numbers.typed(number)} ${what === "migration" ? words.units.migration : words.units.moved}`;
}

function optionText(question: Question, option: number): Text | undefined {
  const says = question.kind === "choice" ? question.options[option]?.says : undefined;
  return says === undefined ? undefined : html`${inlines(says)}`;
}

/** What the run found; figures are those of the run, in the learner's language. */
export function foundText({ said, found }: Answer & { readonly found: Found }, question: Question, speech: Speech): Text {
  const { words } = speech;
  if (found.kind === "owners") return said.kind === "skipped" ? words.ownersOf(found.before, found.after) : words.owners(found.before, found.after);
  const option = question.kind === "choice" ? optionText(question, rightOption(question.options, found)) : undefined;
  if (found.kind === "word") return option ?? found.word;
  const figure = figureText(found, question, speech);
  return option === undefined ? figure : html`${option} (${figure})`;
}

function figureText({ number, keys, all }: Found & { kind: "number" }, { measure }: Question, { words, numbers }: Speech): string {
  const share = numbers.percent(all === 0 ? 0 : keys / all);
  switch (measure.what) {
    case "moved":
      return words.numbers.moved(numbers.count(keys), numbers.count(all), share);
    case "moved_share":
      return words.numbers.moved_share(numbers.count(keys), numbers.count(all), share);
    case "peak":
      return words.numbers.peak(numbers.typed(Number(number.toFixed(2))));
    default:
      // A write is lost with its key: of each only the newest counts.
      if (measure.what === "migration" && measure.count === "lost") return words.numbers.lost(numbers.count(number));
      return words.numbers.migration(numbers.count(number));
  }
}

/** How both fit together; nothing where there is nothing to compare. */
export function fitText({ said, found }: Answer, question: Question, { words }: Speech): string {
  if (said.kind === "skipped" || found === undefined) return "";
  if (said.kind === "number" && found.kind === "number") return words.fits[numberFits(said.number, found.number, question)];
  if (said.kind === "choice" && question.kind === "choice") return said.option === rightOption(question.options, found) ? words.fits.right : words.fits.wrong;
  if (found.kind === "owners") return found.before === found.after ? words.fits.wrong : words.fits.right;
  return "";
}

function numberFits(said: number, found: number, question: Question): "close" | "above" | "below" {
  if (question.kind !== "number") return "close";
  const apart = said - (question.measure.what === "moved_share" ? found * 100 : found);
  if (Math.abs(apart) <= CLOSE * (question.to - question.from)) return "close";
  return apart > 0 ? "above" : "below";
}
