// The look of a figure's poster: the page's own colours and type, so that it fits wherever it stands. A sheet, not a <style>: policies allow it.

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; box-sizing: border-box; margin-block: 1em; }
:host([hidden]) { display: none; }
.poster { box-sizing: border-box; min-height: var(--shard-lab-height); display: grid; gap: 14px; place-content: start center; justify-items: center; padding: min(160px, calc(var(--shard-lab-height) / 2 - 70px)) 20px 20px; text-align: center; border: 1px solid color-mix(in srgb, currentColor 28%, transparent); border-radius: 10px; }
.poster.own { padding-top: 20px; place-content: start stretch; }
.poster:not(:has(button)) { min-height: 0; padding-top: 20px; place-content: stretch; }
.poster.own > p { display: none; }
::slotted(img), ::slotted(picture), ::slotted(svg) { max-width: 100%; height: auto; }
p { margin: 0; max-width: 60ch; }
button { font: inherit; font-weight: 600; color: inherit; background: transparent; min-height: 44px; padding: 0 22px; border: 2px solid currentColor; border-radius: 8px; cursor: pointer; }
button:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
button:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
::slotted(iframe) { display: block !important; box-sizing: border-box !important; width: 100% !important; height: var(--shard-lab-height) !important; border: 0; color-scheme: normal; }
@media print { button { display: none; } }
`);
