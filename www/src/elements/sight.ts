// Bringing what a press opened into sight, where it would open below the window's edge.

/** Where less than this part of the window is left for it, it is brought to the top. */
const ROOM = 1 / 3;

/** The panels, beneath the ring or, on a phone, in its place; once they are drawn. */
export async function showPanel(): Promise<void> {
  await new Promise(requestAnimationFrame);
  const panel = document.querySelector("sl-details") ?? document.querySelector("#phone-panel");
  if (panel === null || innerHeight - panel.getBoundingClientRect().top > innerHeight * ROOM) return;
  panel.scrollIntoView({ block: "start" });
}
