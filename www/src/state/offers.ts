// What a notice offers, as actions.
import { FIRST, keepCopy, later, lessons, notify, openKept, own, pickPreset, restart, run, store } from "./gateway.ts";
import type { Offer } from "./model.ts";

/** What a notice offered was taken. */
export function accept(offer: Offer): void {
  notify(undefined);
  switch (offer) {
    case "keep-mine":
      store.update({ viewing: false });
      openKept({ embed: false });
      break;
    case "edit-copy":
      keepCopy();
      break;
    case "open-first":
      pickPreset(FIRST);
      break;
    case "retry":
      run();
      break;
    case "share-again":
      later.share();
      break;
    case "restart-core":
      void restart();
      break;
    case "lesson-again":
      lessons.again();
      break;
    case "lesson-back":
      void lessons.open(undefined);
      break;
    case "give-keys":
      void own.open("keys");
      break;
    case "dismiss":
      break;
  }
}
