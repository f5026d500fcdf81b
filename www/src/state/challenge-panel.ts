// The controller of the challenges: it follows the page's state from the moment that their script has come.
import { Challenges } from "./challenges.ts";
import { attempt, core, join, store, withWhole } from "./page.ts";

export const challenges = join(new Challenges(store, core, withWhole, attempt));
