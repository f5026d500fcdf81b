// Lessons and presenter mode: a script of its own, loaded when either is first wanted, with its own style sheet.
import "../elements/sl-lesson.ts";
import "../elements/sl-mark.ts";
import "../elements/sl-presenter.ts";
import { close, depart, open } from "../lesson/course.ts";
import { lessonKeys } from "../lesson/keys.ts";
import look from "../lesson/lesson.sheet.css";
import { present } from "../lesson/present.ts";

// A constructed sheet needs no exception from the page's policy, and no file that would have to arrive.
const sheet = new CSSStyleSheet();
sheet.replaceSync(look);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
document.body.append(document.createElement("sl-presenter"));
document.addEventListener("keydown", lessonKeys);

const script = { open, close, leave: depart, present };

/** What the script leaves behind for the page's own one, beside its elements. */
export type LessonScript = typeof script;

window.shardlabLesson = script;
