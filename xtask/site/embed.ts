// The poster of a frame: until Start nothing but it is loaded. Then the frame is the page's, at the same fragment.
import { asked } from "../../www/src/host/contract.ts";

const theme = /[#&]theme=(light|dark)(?:&|$)/u.exec(location.hash)?.[1];
if (theme !== undefined) document.documentElement.dataset["theme"] = theme;

function start(): void {
  location.replace(`./${location.search}${location.hash === "" ? "#" : `${location.hash}&`}embed=1&start=1`);
}

function tellState(link = {}): void {
  window.parent.postMessage({ type: "shardlab:state", core: "poster", run: "idle", title: "", step: 0, steps: 0, playing: false, ...link }, "*");
}

const button = document.querySelector("button");
if (button !== null) {
  button.hidden = false;
  button.addEventListener("click", start);
}
if (window.parent !== window) {
  window.addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
    const type = source === window.parent ? asked(data)?.type : undefined;
    if (type === "run") start();
    else if (type === "state") tellState({ link: "" });
  });
  tellState();
}
