// The controllers of the panels: they follow the page's state from the moment that their script has come.
import { attempt, core, join, joinPlayer, store, withWhole } from "./page.ts";
import { Incidents } from "./incidents.ts";
import { Measures } from "./measures.ts";
import { Migrations } from "./migrations.ts";
import { RouterAnswers } from "./router-answers.ts";
import { Scales } from "./scales.ts";
import { Sweeps } from "./sweeps.ts";

const router = join(new RouterAnswers(store, core, attempt));
const measures = join(new Measures(store, core));
const sweeps = join(new Sweeps(store, core, withWhole, attempt));
const scales = join(new Scales(store, core, withWhole, attempt));
export const migrations = joinPlayer(new Migrations(store, core, withWhole, attempt));
export const incidents = joinPlayer(new Incidents(store, core, withWhole, attempt));

export function startSweep(): void {
  sweeps.start();
}

export function cancelSweep(): void {
  sweeps.cancel();
}

export function setScale(change: Parameters<Scales["set"]>[0]): void {
  scales.set(change);
}

export function startScale(): void {
  void scales.start();
}

export function cancelScale(): void {
  scales.cancel();
}

export function routeKey(key: string): void {
  router.route(key);
}

/** One of the scenario's own keys. */
export function routeRandomKey(): void {
  router.routeRandom();
}

/** Times every strategy where the timeline stands. */
export function measure(): void {
  void measures.start();
}

export function cancelMeasure(): void {
  measures.cancel();
}
