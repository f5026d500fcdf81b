// The incident of the step that is shown: its run, and the tipping map.
import type { Service, Step } from "../core/service.ts";
import type { IncidentState } from "./model.ts";
import { Player } from "./player.ts";
import type { Store } from "./store.ts";
import { told } from "./page.ts";

export const SPEEDS: readonly number[] = [1, 5, 10, 30, 100];
/** It is played from a little before the step on. */
const BEFORE_S = 10;

export class Incidents extends Player {
  #mapping: AbortController | undefined;

  constructor(store: Store, core: Service, withWhole: (then: () => void) => void, attempt: <T>(call: () => T) => T | undefined) {
    super("incident", store, core, withWhole, attempt);
  }

  get end(): number {
    const { found, whole } = this.played;
    return found === undefined ? 0 : whole ? found.info.end_s : found.info.first_s;
  }

  protected get begin(): number {
    return Math.max(0, (this.played.found?.info.change_s ?? 0) - BEFORE_S);
  }

  /** So many columns of the charts forward, or back. */
  tick(ticks: number): void {
    const each = Math.max(1, this.played.found?.info.column_s ?? 1);
    this.go((Math.round(this.played.at / each) + ticks) * each);
  }

  /** Shows the whole run, or the first minutes alone. */
  setWhole(whole: boolean): void {
    this.keep({ whole });
    if (this.played.at > this.end) this.go(this.end);
  }

  /** Finds the map of the text. */
  async map(): Promise<void> {
    const step = this.step();
    if (step === undefined) return;
    this.cancelMap();
    const abort = new AbortController();
    this.#mapping = abort;
    this.keep({ mapRun: { kind: "running", done: 0, total: 0, seen: "long" } });
    try {
      const parts = await this.core.tipping(step, {
        signal: abort.signal,
        onProgress: (done, total) => {
          if (!abort.signal.aborted) this.keep({ mapRun: { kind: "running", done, total, seen: "long" } });
        },
      });
      if (abort.signal.aborted) return;
      const scene = this.core.tippingScene(step, parts);
      const old = this.played.map;
      const [words, rows] = this.core.draw(() => [scene.describe(), scene.rows()] as const);
      this.keep({ map: { scene, words, rows, of: JSON.stringify(step) }, mapRun: { kind: "idle" }, focus: undefined });
      old?.scene.free();
    } catch (error) {
      if (!abort.signal.aborted) this.keep({ mapRun: { kind: "failed", message: told(error) } });
    }
  }

  cancelMap(): void {
    this.#mapping?.abort(new DOMException("the map was given up", "AbortError"));
    this.#mapping = undefined;
    if (this.played.mapRun.kind === "running") this.keep({ mapRun: { kind: "idle" } });
  }

  /** The point of the map that is pointed at. */
  point(focus: number | undefined): void {
    if (focus !== this.played.focus) this.keep({ focus });
  }

  /** What the map that is shown would be of now. */
  get mapOf(): string {
    return JSON.stringify(this.step());
  }

  protected offer(text: string): void {
    this.keep({ form: this.attempt(() => this.core.incidentForm(text)) });
  }

  protected prepare(): void {
    const step = this.step();
    if (step === undefined) {
      const old = this.played.found;
      this.keep({ found: undefined, run: { kind: "idle" } });
      old?.scene.free();
      return;
    }
    void this.run(
      (work) => this.core.incident(step, work),
      (report) => {
        this.#found(step, report);
      },
    );
  }

  #found(step: Step, report: Uint8Array): void {
    const scene = this.core.incidentScene(report);
    const info = this.core.draw(() => scene.info());
    const old = this.played.found;
    this.pause();
    this.keep({ found: { scene, info, text: step.text }, run: { kind: "idle" }, whole: info.first_s === info.end_s });
    old?.scene.free();
    if (this.opensAt === undefined) this.start();
    else {
      if (this.opensAt > info.first_s) this.setWhole(true);
      this.go(this.opensAt);
    }
    // The run of the scenario may still choose the strategy and the step: then the link's moment is theirs.
    if (this.store.state.shown?.text === step.text) this.opensAt = undefined;
    // A text that says what the finder varies is about its map.
    const { form, map, mapRun } = this.played;
    if (form?.mapped === true && map === undefined && mapRun.kind === "idle") void this.map();
  }

  protected override stop(): void {
    super.stop();
    this.cancelMap();
  }

  protected get played(): IncidentState {
    return this.store.state.incident;
  }

  protected keep(change: Partial<IncidentState>): void {
    this.store.update({ incident: { ...this.played, ...change } });
  }
}
