// A core that may know learners' code: the first one does not, the engine alone judges it.
import type { Glue } from "./load.ts";

/** What is absent in a core that does not know it. */
type OfCode = "Challenger" | "challenges" | "scripts" | "twin";

export type ScriptedGlue = Omit<Glue, OfCode> & Partial<Pick<Glue, OfCode>>;
