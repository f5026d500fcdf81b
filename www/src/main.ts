// The page begins here: what follows from a change is wired, then the core is loaded, or a poster waits for a press.
// First the address as it was meant, then what all scripts of the page share, then the elements that ask for it.
import "./state/mended.ts";
import "./state/hand.ts";
import "./elements/sl-app.ts";
import { breathe } from "./breathe.ts";
import { Light } from "./elements/base.ts";
import { Turns } from "./elements/turns.ts";
import { loadFrame } from "./core/load.ts";
import { address, follow, give, look, playback, playerOf, run, start, store } from "./state/gateway.ts";
import { keepOffline } from "./state/offline.ts";
import { framed } from "./state/saved.ts";
import { apply } from "./state/theme.ts";

/** A run that takes longer is waited for in sight. */
const RUNS_WITHIN_MS = 400;

const asked = location.search + location.hash;

drawInTurns();
follow();
if (framed) {
  loadFrame().then(
    (live) => {
      live({ address, give, look, playback, playerOf, run, start, store });
    },
    // The figure does its work without its host's hearing of it.
    () => undefined,
  );
}
keepOffline();
document.documentElement.classList.add("scripted");
if (/[#&?]embed=1(?:&|$)/u.test(asked)) {
  document.documentElement.classList.add("framed");
  // The poster has the colours of the figure; the core reads them again, with all the rest.
  if (/[#&?]theme=dark(?:&|$)/u.test(asked)) apply("dark");
  else if (/[#&?]theme=light(?:&|$)/u.test(asked)) apply("light");
  // A host that has a poster of its own has been pressed already.
  const waits = framed && !/[#&?]start=1(?:&|$)/u.test(asked);
  store.update({ embed: "ring", ...(waits ? { core: { kind: "poster" } } : {}) });
}
if (store.state.core.kind !== "poster") void breathe().then(start);

/** Until what was opened has run, or that takes its time: what belongs together is shown together. */
function drawInTurns(): void {
  const turns = new Turns();
  Light.turns = turns;
  document.documentElement.classList.add("drawing");
  const end = (): void => {
    leave();
    turns.release();
    void turns.drawn().then(() => {
      Light.turns = undefined;
      document.documentElement.classList.remove("drawing");
    });
  };
  let opened = false;
  const leave = store.subscribe(({ core, shown }) => {
    if (core.kind === "loading") return;
    if (shown !== undefined || core.kind !== "ready") end();
    else if (!opened) {
      turns.hold();
      setTimeout(end, RUNS_WITHIN_MS);
    }
    opened = true;
  });
}
