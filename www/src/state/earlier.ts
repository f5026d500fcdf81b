// What the reader worked on before, as the menu of examples lists it.
import { moment } from "../format.ts";
import { strings } from "../strings.ts";
import type { State } from "./model.ts";

/** In front of a work's name in the menu, where examples have names too. */
const MARK = "earlier:";

interface Item {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly group: string;
}

export function earlierItems({ earlier }: State): Item[] {
  return earlier.map(({ id, text, at }) => ({ id: MARK + id, title: titleOf(text), line: strings.header.putAside(moment(at)), group: strings.header.earlier }));
}

/** The work that an item of the menu stands for; none where it is an example. */
export function workOf(item: string): string | undefined {
  return item.startsWith(MARK) ? item.slice(MARK.length) : undefined;
}

/** For a line of a menu: the text may have errors, and the first core knows few strategies. */
function titleOf(text: string): string {
  const title = /^\s*title\s*=\s*(["'])(.+)\1/mu.exec(text)?.[2];
  return title ?? strings.header.untitled;
}
