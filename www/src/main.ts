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
import { isSettled } from "./state/model.ts";
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
  // The early script has done so, unless the address had to be mended.
  document.documentElement.classList.add("framed");
  // The poster has the colours of the figure; the core reads them again, with all the rest.
  if (/[#&?]theme=dark(?:&|$)/u.test(asked)) apply("dark");
  else if (/[#&?]theme=light(?:&|$)/u.test(asked)) apply("light");
  // A host that has a poster of its own has been pressed already.
  const waits = framed && !/[#&?]start=1(?:&|$)/u.test(asked);
  store.update({ embed: "ring", ...(waits ? { core: { kind: "poster" } } : {}) });
}
if (store.state.core.kind !== "poster") void breathe().then(start);

/** Until what was opened has run: what belongs together is shown together, unless it takes its time. */
function drawInTurns(): void {
  const turns = new Turns();
  Light.turns = turns;
  const { classList } = document.documentElement;
  classList.add("drawing");
  const end = async (): Promise<void> => {
    leave();
    turns.release();
    await turns.drawn();
    Light.turns = undefined;
    classList.remove("drawing");
  };
  let ready = false;
  const leave = store.subscribe((now) => {
    const opens = now.core.kind === "ready" && now.text === undefined;
    if (!opens && isSettled(now)) void end();
    else if (opens && !ready) {
      ready = true;
      turns.hold();
      setTimeout(() => {
        turns.release();
        classList.remove("drawing");
        if (store.state.text === undefined) void end();
      }, RUNS_WITHIN_MS);
    }
  });
}
