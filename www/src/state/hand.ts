// Hands what exists once on a page to the scripts that come later: the store, the core, the actions, the words.
import { lessonFiles, loadEditor, script } from "../core/load.ts";
import { strings } from "../strings.ts";
import * as gateway from "./gateway.ts";
import { told } from "./told.ts";

const { store, core, address, playback, open, stage } = gateway;
const { attempt, withWhole, notify, join, joinPlayer, look, edit, endDrag, chooseStrategy, openCode, cancelRun, pickPreset } = gateway;
const handed = { store, core, address, attempt, withWhole, notify, join, joinPlayer, look, edit, endDrag, chooseStrategy, openCode, cancelRun, pickPreset, told, strings, loadEditor, playback, open, stage, lessonFiles, script };

export type Handed = typeof handed;

declare global {
  interface Window {
    /** Set before any of our scripts is loaded behind the first. */
    shardlabPage?: Handed;
  }
}

window.shardlabPage = handed;
