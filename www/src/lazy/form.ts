// The scenario as a form and as text: a script of its own, loaded behind the first run, or when a drawer is opened that shows it.
import "../elements/sl-form.ts";
import "../elements/sl-text.ts";

window.shardlabForm = true;
