// The library as the page's own script has it: xtask builds the scripts that come later with this in the place of a copy each.
import { lit } from "./page.ts";

export const { html, nothing, svg, LitElement, customElement, property, state, keyed, live } = lit;
