// Hands what exists once on a page to the scripts that come later: the store, the core, the actions, the words, the library.
import { html, LitElement, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { lessonFiles, loadEditor, script } from "../core/load.ts";
import { strings } from "../strings.ts";
import * as gateway from "./gateway.ts";
import { told } from "./told.ts";

const { store, core, address, own, playback, open, stage } = gateway;
const { attempt, withWhole, notify, join, joinPlayer, look, type, setText, edit, endDrag, chooseStrategy, codeOf, openCode, cancelRun, pickPreset } = gateway;
const lit = { html, nothing, svg, LitElement, customElement, property, state, keyed, live };
const handed = { store, core, address, own, attempt, withWhole, notify, join, joinPlayer, look, type, setText, edit, endDrag, chooseStrategy, codeOf, openCode, cancelRun, pickPreset, told, strings, loadEditor, playback, open, stage, lessonFiles, script, lit };

export type Handed = typeof handed;

declare global {
  interface Window {
    /** Set before any of our scripts is loaded behind the first. */
    shardlabPage?: Handed;
  }
}

window.shardlabPage = handed;
