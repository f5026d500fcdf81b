// The page of all examples: a script of its own, loaded when it is first wanted.
import "../elements/sl-presets.ts";

window.shardlabExamples = true;
