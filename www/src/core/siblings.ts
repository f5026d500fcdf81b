// Figures of one page compile a program once: frames of one origin, side by side, find what another of them has compiled or compiles.

/** What this window has compiled, by the file's address, whose name is that of its content. */
type Compiled = Map<string, Promise<WebAssembly.Module>>;

declare global {
  interface Window {
    shardlabCompiled?: Compiled;
  }
}

/** What a sibling has of a file, else what `compile` makes of it. Frames without an origin have no siblings: each compiles for itself. */
export async function compiledOnce(file: string, compile: () => Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
  if (window.parent === window) return compile();
  const address = new URL(file, location.href).href;
  const theirs = await ofSibling(address);
  if (theirs !== undefined) return theirs;
  const own = compile();
  const compiled = (window.shardlabCompiled ??= new Map());
  compiled.set(address, own);
  own.catch(() => compiled.delete(address));
  return own;
}

/** As an object of this window: that of another one is not what `instanceof` knows here. */
async function ofSibling(address: string): Promise<WebAssembly.Module | undefined> {
  for (let index = 0; index < window.parent.length; index += 1) {
    try {
      const sibling = window.parent[index];
      const found = sibling === window ? undefined : sibling?.shardlabCompiled?.get(address);
      if (sibling !== undefined && found !== undefined) return structuredClone(await Promise.race([found, gone(sibling)]));
    } catch {
      // A frame of somebody else, one that goes away, or whose program did not arrive.
    }
  }
  return undefined;
}

/** Fails when a window goes away in the middle: its promises are kept by nobody then. */
function gone(sibling: Window): Promise<never> {
  return new Promise((_, reject) => {
    sibling.addEventListener("pagehide", () => {
      reject(new Error("the figure that compiled it is gone"));
    });
  });
}
