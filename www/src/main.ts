// The page begins here: what follows from a change is wired, then the core is loaded, or a poster waits for a press.
// First what all scripts of the page share, then the elements that ask for it.
import "./state/hand.ts";
import "./elements/sl-app.ts";
import { follow, start, store } from "./state/gateway.ts";
import { live } from "./state/frame.ts";
import { keepOffline } from "./state/offline.ts";
import { framed } from "./state/saved.ts";

follow();
live();
keepOffline();
document.documentElement.classList.add("scripted");
if (/[#&?]embed=1(?:&|$)/u.test(location.search + location.hash)) {
  document.documentElement.classList.add("framed");
  store.update({ embed: "ring", ...(framed ? { core: { kind: "poster" } } : {}) });
}
if (store.state.core.kind !== "poster") void start();
