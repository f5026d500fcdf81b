// The panels beneath the ring, and what writes files: a script of its own, loaded when the first of them is looked at.
import "../elements/sl-compare.ts";
import "../elements/sl-incident.ts";
import "../elements/sl-migration.ts";
import "../elements/sl-router.ts";
import "../elements/sl-scale.ts";
import "../elements/sl-sweep.ts";
import { download } from "../state/files.ts";

const panels = { download };

/** What the script leaves behind for the page's own one, beside its elements. */
export type Panels = typeof panels;

window.shardlabPanels = panels;
