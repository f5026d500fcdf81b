// The room that a figure takes by its view and its width, kept for it before Start, so that what stands below it stays where it is.
import { EMBED_VIEWS, type EmbedView } from "./contract.ts";

/** Widths from which the next height of a view holds. */
const WIDTHS = [420, 560, 720, 880, 1060] as const;
/** A poster with its words and its button has room in so much. */
const LEAST = 200;

/** As measured with the examples of the site; tests/e2e/room-kept.spec.ts looks whether they still do. */
const HEIGHTS: Readonly<Record<EmbedView, readonly number[]>> = {
  ring: [460],
  picture: [487, 600, 611],
  results: [743, 696, 650, 622, 601, 657],
  load: [357, 410, 480, 537],
  compare: [724, 684, 644, 674],
  router: [1419, 1317, 1056, 1023, 792, 600],
  sweep: [LEAST],
  migration: [2305, 2265, 2204, 2120, 1474, 1442],
  incident: [2783, 2547, 2298, 2152, 1536, 1431],
  challenge: [1739, 1523, 1462, 1421, 1059, 996],
  scale: [265, 222, LEAST],
};

/** What a figure takes that shows a view; of a view that is unknown, what the ring takes. */
export function room(view: string | undefined, width: number): number {
  const heights = HEIGHTS[EMBED_VIEWS.find((one) => one === view) ?? "ring"];
  // Not laid out yet: it is asked again once it is.
  const at = width === 0 ? heights.length - 1 : WIDTHS.filter((from) => width >= from).length;
  return heights[Math.min(at, heights.length - 1)] ?? LEAST;
}
