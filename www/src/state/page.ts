// What exists once on a page, as each of its scripts finds it. A script that is loaded later has no gateway of its own.
import type { Handed } from "./hand.ts";

function handed(): Handed {
  if (window.shardlabPage === undefined) throw new Error("this script belongs to a page that is not there");
  return window.shardlabPage;
}

export const { store, core, address, own, attempt, withWhole, notify, join, joinPlayer, look, type, setText, edit, endDrag, chooseStrategy, codeOf, openCode, cancelRun, pickPreset, told, strings, loadEditor, playback, open, stage, lessonFiles, script, lit } = handed();
