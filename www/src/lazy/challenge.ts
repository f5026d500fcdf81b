// The challenges: a script of its own, loaded when they are first looked at.
import "../elements/sl-challenge.ts";

window.shardlabChallenge = true;
