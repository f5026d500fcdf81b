// Long work on the page's thread, in pieces.

/** Lets the browser paint and hear clicks; a message channel comes back sooner than a timer. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
