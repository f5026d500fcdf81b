// When the page is kept for use without a network: once it has come whole and shows its first run, and in no frame.
import { loadOffline, offline } from "../core/load.ts";
import { core, store } from "./gateway.ts";
import { framed } from "./saved.ts";

export function keepOffline(): void {
  const found = offline;
  if (framed || found === undefined || !("serviceWorker" in navigator)) return;
  // Read at once: soon the address is that of what is shown.
  const retires = new URLSearchParams(location.search).has("retire");
  const leave = store.subscribe(({ shown, run }) => {
    // The rest of the program is fetched by then, which is not to be fetched twice.
    if (!core.whole || (shown === undefined && run.kind !== "waiting")) return;
    leave();
    // Without this script nothing is kept, and the page works on.
    requestAnimationFrame(() => void loadOffline().then((keep) => {
      keep(found, retires);
    }, () => undefined));
  });
}
