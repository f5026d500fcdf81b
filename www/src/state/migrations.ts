// The migration of the step that is shown: every policy at once, the strategies beside it, the story of a key.
import type { Service, Step, StepAsked } from "../core/service.ts";
import type { MigrationFound, MigrationState } from "./model.ts";
import { Player } from "./player.ts";
import type { Store } from "./store.ts";
import { told } from "./page.ts";

/** The simulation's own step, seconds. */
export const TICK_S = 0.05;
export const SPEEDS: readonly number[] = [0.2, 1, 2, 5, 10, 50, 200, 1000];
/** A migration is played in at most so many seconds, unless the reader chose a speed. */
const PLAYED_IN_S = 16;

export class Migrations extends Player {
  #telling: AbortController | undefined;
  #chosenSpeed = false;

  constructor(store: Store, core: Service, withWhole: (then: () => void) => void, attempt: <T>(call: () => T) => T | undefined) {
    super("migration", store, core, withWhole, attempt);
  }

  get end(): number {
    return this.played.found?.end ?? 0;
  }

  protected get begin(): number {
    return 0;
  }

  /** So many ticks forward, or back. */
  tick(ticks: number): void {
    this.go((Math.round(this.played.at / TICK_S) + ticks) * TICK_S);
  }

  override setSpeed(speed: number): void {
    this.#chosenSpeed = true;
    super.setSpeed(speed);
  }

  /** Tells the story of a key; of the empty one, that of the key that fared worst. */
  async tell(key: string): Promise<void> {
    const step = this.#asked();
    if (step === undefined) return;
    this.#telling?.abort();
    const abort = new AbortController();
    this.#telling = abort;
    this.keep({ key, telling: true });
    try {
      const story = await this.core.story(step, key, { signal: abort.signal });
      if (!abort.signal.aborted) this.keep({ story, telling: false });
    } catch (error) {
      if (!abort.signal.aborted) this.keep({ telling: false, run: { kind: "failed", message: told(error) } });
    }
  }

  protected offer(text: string): void {
    this.keep({ form: this.attempt(() => this.core.migrationForm(text)) });
  }

  protected prepare(): void {
    const step = this.#asked();
    if (step === undefined) {
      this.#show(undefined);
      this.keep({ run: { kind: "idle" } });
      return;
    }
    const of = this.#of(step);
    // The other policies were run too: the picture changes at once, the strategies beside it follow.
    if (this.played.found?.of === of) this.#watch(step.watched);
    void this.run(
      (work) => this.core.migration(step, work),
      (report) => {
        this.#found(step, of, report);
      },
    );
  }

  /** The step, and the policy that is watched. */
  #asked(): StepAsked | undefined {
    const step = this.step();
    const watched = this.played.form?.policies[0];
    return step === undefined || watched === undefined ? undefined : { ...step, watched };
  }

  /** What the runs of a step depend on; the chosen policy changes nothing but the strategies beside it. */
  #of({ text, strategy, phase }: Step): string {
    const bare = this.attempt(() => this.core.edit(text, { do: "set_simulation", section: "migration", param: "policy" }))?.text;
    return JSON.stringify([bare ?? text, strategy, phase]);
  }

  #found(step: StepAsked, of: string, report: Uint8Array): void {
    const scene = this.core.migrationScene(report);
    const info = this.core.draw(() => scene.info());
    const same = this.played.found?.of === of;
    const policy = Math.max(0, info.rows.findIndex((row) => row.policy === step.watched));
    const end = Math.max(info.rows[policy]?.end_s ?? 0, ...info.beside.map(({ last_s }) => last_s));
    this.#show({ scene, info, of, end });
    this.keep({ policy, run: { kind: "idle" }, at: Math.min(this.played.at, end) });
    if (!this.#chosenSpeed) this.keep({ speed: SPEEDS.find((speed) => speed >= 1 && end / speed <= PLAYED_IN_S) ?? SPEEDS.at(-1) ?? 1 });
    if (this.opensAt !== undefined) this.go(this.opensAt);
    else if (!same) this.start();
    this.opensAt = undefined;
    // The same key under another policy is another story; with other keys, the one that fared worst.
    void this.tell(same ? this.played.key : "");
  }

  /** Another of the policies that were run. */
  #watch(watched: string): void {
    const policy = this.played.found?.info.rows.findIndex((row) => row.policy === watched) ?? -1;
    if (policy < 0 || policy === this.played.policy) return;
    const ended = this.played.at >= this.end;
    this.keep({ policy, story: undefined });
    if (ended) this.start();
  }

  #show(found: MigrationFound | undefined): void {
    const old = this.played.found;
    this.keep({ found, story: undefined });
    old?.scene.free();
  }

  protected get played(): MigrationState {
    return this.store.state.migration;
  }

  protected keep(change: Partial<MigrationState>): void {
    this.store.update({ migration: { ...this.played, ...change } });
  }
}
