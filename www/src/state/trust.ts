// Whose code may run: what the person typed or ran. Code that came with a link, a file or a host's message waits for Run.

export class Trust {
  /** The open text was given by somebody, and was not run since. */
  #given = false;
  /** Code that was given and not run, so that undo does not run it either. */
  readonly #sources = new Set<string>();

  /** A text is opened: by somebody else, or the person's own. */
  opens(given: boolean): void {
    this.#given = given;
  }

  /** Whether the open text was given and not yet run. */
  get given(): boolean {
    return this.#given;
  }

  /** Whether the code of a text without errors waits for Run. An edit of what waits waits too. */
  waits(sources: readonly string[]): boolean {
    this.#given = sources.length > 0 && (this.#given || sources.some((source) => this.#sources.has(source)));
    if (this.#given) sources.forEach((source) => this.#sources.add(source));
    return this.#given;
  }

  /** The person pressed Run. */
  run(sources: readonly string[]): void {
    this.#given = false;
    sources.forEach((source) => this.#sources.delete(source));
  }
}
