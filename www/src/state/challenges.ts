// The challenges: the learner's code for each, its checks in the engine, what passed and how many hints were taken.
import type { Service } from "../core/service.ts";
import { isSeen, OWN, type ChallengeState, type State } from "./model.ts";
import { chooseStrategy, edit, look, strings, told } from "./page.ts";
import * as saved from "./saved.ts";
import type { Store } from "./store.ts";

/** What is typed rests so long before it is kept. */
const KEEP_MS = 400;

export class Challenges {
  #abort: AbortController | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: Store,
    private readonly core: Service,
    /** Does something with the whole core, which alone knows challenges. */
    private readonly withWhole: (then: () => void) => void,
    private readonly attempt: <T>(call: () => T) => T | undefined,
  ) {
    const { code, passed } = saved.load();
    // What was opened meanwhile is newer than what was kept.
    this.#put({ sources: { ...code, ...this.#now.sources }, passed: passed ?? [] });
  }

  follow(now: State): void {
    if (!isSeen(now, "challenge") || now.core.kind !== "ready" || now.challenge.all !== undefined) return;
    this.withWhole(() => {
      if (this.#now.all !== undefined) return;
      const all = this.attempt(() => this.core.challenges()) ?? [];
      this.#put({ all, chosen: this.#now.chosen ?? all[0]?.id ?? OWN });
    });
  }

  choose(chosen: string): void {
    this.stop();
    this.#put({ chosen, before: undefined, run: { kind: "idle" } });
  }

  /** The code of the chosen one, as it stands. */
  get source(): string {
    const { chosen = OWN, sources } = this.#now;
    return sources[chosen] ?? this.#start;
  }

  /** Another name is another strategy of the scenario. */
  rename(ownName: string): void {
    const name = ownName.trim();
    if (name !== "") this.#put({ ownName: name, tried: undefined });
  }

  /** The learner typed. */
  type(source: string): void {
    this.#write(source);
    this.#put({ before: undefined });
  }

  /** The code that it began with; the learner's can be had back. */
  again(): void {
    this.#put({ before: this.source });
    this.#write(this.#start);
  }

  takeBack(): void {
    const { before } = this.#now;
    if (before === undefined) return;
    this.#write(before);
    this.#put({ before: undefined });
  }

  hint(): void {
    const { chosen = OWN, hints } = this.#now;
    this.#put({ hints: { ...hints, [chosen]: (hints[chosen] ?? 0) + 1 } });
  }

  /** Checks the code; a strategy of one's own is put into the scenario, which runs it. */
  async run(): Promise<void> {
    const { chosen = OWN } = this.#now;
    const { source } = this;
    this.stop();
    if (chosen === OWN) {
      this.compare();
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.#put({ run: { kind: "running", done: 0, total: 0 } });
    try {
      const report = await this.core.challenge(chosen, source, {
        signal: abort.signal,
        onProgress: (done, total) => {
          if (!abort.signal.aborted) this.#put({ run: { kind: "running", done, total } });
        },
      });
      abort.signal.throwIfAborted();
      this.#put({ found: { of: chosen, source, report }, run: { kind: "idle" } });
      if (report.passed) this.#pass(chosen);
    } catch (error) {
      if (!abort.signal.aborted) this.#put({ run: { kind: "failed", message: told(error) } });
    }
  }

  stop(): void {
    this.#abort?.abort(new DOMException("the check was given up", "AbortError"));
    this.#abort = undefined;
    if (this.#now.run.kind === "running") this.#put({ run: { kind: "stopped" } });
  }

  /** Puts the code into the scenario, as the strategy of its name or as one more. */
  compare(): void {
    const { source, name } = this;
    this.withWhole(() => {
      const { text } = this.store.state;
      if (text === undefined) return;
      const there = this.attempt(() => this.core.scripts(text))?.find((script) => script.name === name);
      if (there !== undefined) chooseStrategy(there.strategy);
      edit({ do: "set_script", name, source, ...(there === undefined ? {} : { index: there.strategy }) });
      if (this.#now.chosen === OWN) this.#put({ tried: source });
      else look({ tab: "compare", phonePanel: "compare" });
    });
  }

  /** What the strategy is called in the scenario. */
  get name(): string {
    const { chosen = OWN, all = [], ownName } = this.#now;
    const title = all.find(({ id }) => id === chosen)?.title;
    return title === undefined ? ownName : strings.code.mine(title);
  }

  get #start(): string {
    const { chosen, all = [] } = this.#now;
    return all.find(({ id }) => id === chosen)?.start ?? strings.code.ownStart;
  }

  #pass(id: string): void {
    const passed = [...new Set([...this.#now.passed, id])];
    this.#put({ passed });
    saved.save({ passed });
  }

  #write(source: string): void {
    const { chosen = OWN, sources } = this.#now;
    this.#put({ sources: { ...sources, [chosen]: source } });
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => {
      saved.save({ code: this.#now.sources });
    }, KEEP_MS);
  }

  get #now(): ChallengeState {
    return this.store.state.challenge;
  }

  #put(change: Partial<ChallengeState>): void {
    this.store.update({ challenge: { ...this.#now, ...change } });
  }
}
