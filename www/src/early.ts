// Stands in the page itself and runs before all else: a figure is spared the page's first text; the core is sent for while the page's
// own script is still on its way.

declare global {
  interface Window {
    /** Answers that were sent for early, by the file; each is used once. It is there once anybody asked, who needs no other. */
    shardlabEarly?: Map<string, Promise<Response>>;
  }
}

const { wasm, glue } = document.currentScript?.dataset ?? {};
const figure = /[#&?]embed=1(?:&|$)/u.test(location.search + location.hash);
if (figure) document.documentElement.classList.add("framed");

// A figure waits for a press, and has what another one of its page compiled.
if (window.shardlabEarly === undefined && wasm !== undefined && glue !== undefined && window.self === window.top && !figure) {
  // Style and script go first.
  const coming = fetch(wasm, { priority: "low" });
  // Whoever uses it hears why.
  coming.catch(() => undefined);
  window.shardlabEarly = new Map([[wasm, coming]]);
  const link = document.createElement("link");
  const leave = (): void => {
    link.remove();
  };
  Object.assign(link, { rel: "preload", as: "script", href: glue, onload: leave, onerror: leave });
  document.head.append(link);
}

export {};
