// A placeholder of the page: it starts the core in a worker the way that works in every frame.

const known = document.currentScript?.dataset ?? {};

async function fetched(name: string): Promise<Response> {
  const response = await fetch(known[name] ?? "");
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

async function start(place: HTMLElement): Promise<void> {
  const module = await WebAssembly.compileStreaming(fetched("wasm"));
  const texts = await Promise.all(["glue", "worker"].map(async (name) => (await fetched(name)).text()));
  const worker = new Worker(URL.createObjectURL(new Blob(texts, { type: "text/javascript" })));
  worker.onmessage = (event: MessageEvent<string>): void => {
    place.dataset["core"] = event.data;
    place.textContent = `Shardlab ${known["version"] ?? ""}`;
  };
  worker.postMessage(module);
}

const place = document.querySelector("main");
if (place !== null) {
  start(place).catch((error: unknown) => {
    place.textContent = String(error);
  });
}
