// What keeps the page for use without a network: a script of its own, loaded once the first run is on the screen.
import "../elements/sl-newer.ts";
import "../elements/sl-offline.ts";
import { keeper } from "../offline/keeper.ts";

window.shardlabOffline = (offline, retires) => {
  keeper.start(offline, retires);
};
