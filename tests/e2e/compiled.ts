// Counts what a page compiles, whichever way it does.
import type { Page } from "@playwright/test";

/** A line for every program that the page and its frames compile from now on. */
export async function compiledBy(page: Page): Promise<string[]> {
  const compiled: string[] = [];
  page.on("console", (message) => {
    if (message.text().startsWith("compiled ")) compiled.push(message.text());
  });
  await page.addInitScript(() => {
    const say = (bytes: number): void => {
      console.log(`compiled ${String(bytes)}`);
    };
    const compile = WebAssembly.compile.bind(WebAssembly);
    WebAssembly.compile = (bytes: BufferSource) => {
      say(bytes.byteLength);
      return compile(bytes);
    };
    WebAssembly.compileStreaming = async (coming) => {
      const bytes = await (await coming).arrayBuffer();
      say(bytes.byteLength);
      return compile(bytes);
    };
    WebAssembly.Module = new Proxy(WebAssembly.Module, {
      construct(made, [bytes]: [BufferSource]) {
        say(bytes.byteLength);
        return new made(bytes);
      },
    });
  });
  return compiled;
}
