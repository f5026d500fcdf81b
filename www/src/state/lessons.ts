// Lessons and presenter mode, whose one script comes when either is first wanted.
import { loadLesson, LoadError } from "../core/load.ts";
import type { LessonScript } from "../lazy/lesson.ts";
import { strings } from "../strings.ts";
import { readLessonLink, sceneOfEntry, type LessonLink } from "./lesson-link.ts";
import type { Notice } from "./model.ts";
import type { Store } from "./store.ts";

export class Lessons {
  /** What was asked for last, for another try. */
  #asked: LessonLink | undefined;

  constructor(
    private readonly store: Store,
    private readonly notify: (notice: Notice | undefined) => void,
    /** Opens the reader's own work, or the first example. */
    private readonly openOwn: () => void,
  ) {}

  /** Fetches the script beside the core, where the address names a scene. */
  prepare(): void {
    if (this.#named() === undefined) return;
    this.store.update({ lesson: { kind: "coming" } });
    // Whoever opens it is told what fails.
    loadLesson().catch(() => undefined);
  }

  /** Opens the scene that the address names, or leaves a lesson for another address; whether it names one. */
  opens(): boolean {
    const link = this.#named();
    if (link !== undefined) void this.open(link);
    else window.shardlabLesson?.leave();
    return link !== undefined;
  }

  /** Opens a scene; without one, where the learner was. */
  async open(link: LessonLink | undefined): Promise<void> {
    this.#asked = link;
    const before = this.store.state.lesson;
    this.store.update({ lesson: before ?? { kind: "coming" } });
    const failed = await this.#with((script) => script.open(link), "lesson-again");
    if (!failed) return;
    this.store.update({ lesson: before?.kind === "open" ? before : undefined });
    if (this.store.state.text === undefined) this.openOwn();
  }

  again(): void {
    void this.open(this.#asked);
  }

  async present(): Promise<void> {
    await this.#with((script) => {
      script.present();
    }, "dismiss");
  }

  /** A frame shows one panel, and no lesson beside it. */
  #named(): LessonLink | undefined {
    return this.store.state.embed === undefined ? (readLessonLink(location.hash) ?? sceneOfEntry()) : undefined;
  }

  /** Whether it failed, which is told. */
  async #with(then: (script: LessonScript) => unknown, offer: "lesson-again" | "dismiss"): Promise<boolean> {
    try {
      await then(await loadLesson());
      return false;
    } catch (error) {
      // Only what did not arrive may come when it is asked for again.
      this.notify({ tone: "alert", text: strings.loading.noLesson(error instanceof Error ? error.message : String(error)), offers: [error instanceof LoadError ? offer : "dismiss"] });
      return true;
    }
  }
}
