// How the editor looks: the page's own roles of colour, so that both themes and forced colours hold.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const TEXT = "13px/20px var(--mono)";

export const look: Extension = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", background: "var(--surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: TEXT, overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)", tabSize: "2" },
  ".cm-line": { padding: "0 8px" },
  ".cm-gutters": { font: TEXT, color: "var(--ink-soft)", background: "var(--well)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px", minWidth: "28px" },
  ".cm-activeLine": { background: "transparent" },
  ".cm-activeLineGutter": { color: "var(--ink)", background: "transparent", fontWeight: "650" },
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0", textDecorationLine: "underline", textDecorationStyle: "wavy", textDecorationThickness: "1.5px", textUnderlineOffset: "3px" },
  ".cm-lintRange-error": { textDecorationColor: "var(--bad)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--edge)" },
  ".cm-lintRange-active": { background: "var(--accent-soft)" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad)" },
  ".cm-tooltip": { zIndex: "30", maxWidth: "min(360px, calc(100vw - 16px))", border: "1px solid var(--line)", borderRadius: "8px", background: "var(--surface)", color: "var(--ink)", boxShadow: "0 8px 28px rgb(0 0 0 / 18%)", font: "14px/1.45 system-ui, sans-serif" },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--line)" },
  ".cm-diagnostic": { padding: "6px 10px", marginLeft: "0", borderLeft: "3px solid var(--edge)", whiteSpace: "normal" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnosticAction": { display: "inline-block", minHeight: "24px", margin: "4px 0 0", padding: "2px 10px", border: "1px solid var(--accent)", borderRadius: "6px", background: "var(--surface)", color: "var(--accent)", font: "600 14px/1.45 system-ui, sans-serif", cursor: "pointer" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: TEXT, borderRadius: "7px", maxHeight: "min(240px, 40vh)", maxWidth: "min(360px, calc(100vw - 16px))" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", flexWrap: "wrap", alignContent: "center", gap: "0 10px", padding: "4px 10px", minHeight: "28px", lineHeight: "20px", whiteSpace: "normal" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent-soft)", color: "var(--ink)", outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "650", color: "var(--accent)" },
  ".cm-completionDetail": { marginLeft: "0", fontStyle: "normal", color: "var(--ink-soft)", font: "13px/20px system-ui, sans-serif" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 10px", maxWidth: "min(320px, calc(100vw - 16px))" },
  ".about": { display: "grid", gap: "2px", padding: "8px 10px" },
  ".about code": { fontFamily: "var(--mono)", fontWeight: "650" },
  ".about .detail": { color: "var(--ink-soft)" },
  "@media (pointer: coarse)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { minHeight: "44px", alignItems: "center" },
    // A phone zooms into a field whose letters are smaller than this.
    ".cm-scroller": { fontSize: "16px", lineHeight: "24px" },
    ".cm-gutters": { fontSize: "14px", lineHeight: "24px" },
  },
});
