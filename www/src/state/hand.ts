// Hands what exists once on a page to the scripts that come later: the store, the core, the actions, the words.
import { loadEditor } from "../core/load.ts";
import { strings } from "../strings.ts";
import * as gateway from "./gateway.ts";
import { told } from "./told.ts";

const { store, core, address } = gateway;
const { attempt, withWhole, notify, join, joinPlayer, look, edit, endDrag, chooseStrategy, openCode, pickPreset } = gateway;
const handed = { store, core, address, attempt, withWhole, notify, join, joinPlayer, look, edit, endDrag, chooseStrategy, openCode, pickPreset, told, strings, loadEditor };

export type Handed = typeof handed;

declare global {
  interface Window {
    /** Set before any of our scripts is loaded behind the first. */
    shardlabPage?: Handed;
  }
}

window.shardlabPage = handed;
