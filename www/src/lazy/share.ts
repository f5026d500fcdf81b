// Share: a script of its own, loaded when it is first wanted.
import "../elements/sl-share.ts";

window.shardlabShare = true;
