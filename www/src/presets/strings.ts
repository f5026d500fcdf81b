// The words of the page of all examples, which come with its own script.
import { count } from "../format.ts";

export const words = {
  title: "All examples",
  close: "Close the examples",
  search: "Search the examples",
  hint: "Arrow keys walk, Enter opens.",
  filter: "Which examples",
  levels: { start: "First steps", practice: "In practice", depth: "In depth" },
  levelMeans: {
    start: "What the page is about. No step needs the one before.",
    practice: "What people decide when they run servers.",
    depth: "One system's conventions, and figures near a limit.",
  },
  topics: { surprise: "Surprises in production", migration: "Keys in transit", incident: "Incident", scale: "Scale" },
  found: (some: number, all: number): string => (some === all ? `${count(all)} examples` : `${count(some)} of ${count(all)} examples`),
  none: "No example has all of these words.",
  rest: "The others are on their way.",
  all: "Show all of them",
  why: "Why",
  open: "open now",
  sample: (keys: number): string => `This is a sample of ${count(keys)} keys.`,
  inSample: "in a sample",
  waits: "The picture comes when it has been computed.",
  failed: (why: string): string => `No picture: ${why}.`,
  moved: (figure: string, of: string): string => `${figure} ${of}`,
} as const;
