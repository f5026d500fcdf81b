// Light, dark or the system's: the attribute on <html>, and the name that the painter wants.
import type { ThemeChoice } from "./model.ts";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Sets the attribute that the role tokens hang on. */
export function apply(choice: ThemeChoice): void {
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
}

/** The theme in force. */
export function effective(choice: ThemeChoice): "light" | "dark" {
  if (choice !== "system") return choice;
  return dark.matches ? "dark" : "light";
}

/** Calls back when the system changes its mind. */
export function onSystemChange(callback: () => void): void {
  dark.addEventListener("change", callback);
}

export function isThemeChoice(value: unknown): value is ThemeChoice {
  return value === "system" || value === "light" || value === "dark";
}
