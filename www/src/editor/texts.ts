// Texts of several lines in coloured code, which TOML and Starlark have alike.
import type { StreamParser } from "@codemirror/language";

/** What a reader of colours keeps from line to line: the quotes that close the text it is in, or nothing. */
export interface InText {
  quotes: string;
}

type Stream = Parameters<StreamParser<InText>["token"]>[0];

/** The rest of a text of several lines, as far as it stands on this one. */
export function long(stream: Stream, state: InText): string {
  const end = stream.string.indexOf(state.quotes, stream.pos);
  if (end < 0) stream.skipToEnd();
  else {
    stream.pos = end + state.quotes.length;
    state.quotes = "";
  }
  return "string";
}
