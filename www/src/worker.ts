// A placeholder of the worker: it takes the compiled core and says whether it starts.

self.onmessage = async (event: MessageEvent<WebAssembly.Module>): Promise<void> => {
  await wasm_bindgen({ module_or_path: event.data });
  self.postMessage("ready");
};
