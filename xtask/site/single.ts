// What begins the page in one file: the files of the site are inside, packed, and are handed out as if they were fetched.

const known: DOMStringMap = document.currentScript?.dataset ?? {};

function inside(file: string): Promise<Response> {
  const block = document.querySelector(`script[data-file="${CSS.escape(file)}"]`);
  if (block === null) return Promise.resolve(new Response(null, { status: 404, statusText: "it is not inside this page" }));
  const body = new Blob([fromBase64(block.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return Promise.resolve(new Response(body));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** The page's own script, which reads the names of all others from its tag. */
async function begin(): Promise<void> {
  window.shardlabInside = inside;
  const script = document.createElement("script");
  Object.assign(script.dataset, known);
  script.textContent = await (await inside(known["main"] ?? "")).text();
  document.body.append(script);
}

const SAVED_AFTER_MS = 60_000;

/** A link to a file of the site saves what is inside: there is no address for it. */
async function save(link: HTMLAnchorElement, file: string): Promise<void> {
  const url = URL.createObjectURL(await (await inside(file)).blob());
  const saving = document.createElement("a");
  saving.href = url;
  saving.download = file;
  link.after(saving);
  saving.click();
  saving.remove();
  // Firefox reads it only after the click.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, SAVED_AFTER_MS);
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const file = link?.getAttribute("href") ?? "";
  if (link === null || document.querySelector(`script[data-file="${CSS.escape(file)}"]`) === null) return;
  event.preventDefault();
  void save(link, file);
});

begin().catch(() => {
  const note = document.querySelector<HTMLElement>(".too-old");
  if (note !== null) note.hidden = false;
});
