// Loading a core: the program file with its progress, the glue script, the worker's text. Every part can be tried again.

import type { CreateCodeEditor, CreateEditor } from "../editor/contract.ts";
import type { LessonScript } from "../lazy/lesson.ts";
import type { Panels } from "../lazy/panels.ts";
import type { Offline } from "../offline/contract.ts";
import type { CreateOwn } from "../own/contract.ts";
import { compiledOnce } from "./siblings.ts";
import { withSimd } from "./simd.ts";

/** The addresses that the build writes on the script tag; read at once, while this script is the current one. */
const known: DOMStringMap = document.currentScript?.dataset ?? {};

export const version: string = known["version"] ?? "";

/** What keeps the page for use without a network; a page in one file needs none, and a site may do without. */
export const offline: Offline | undefined = known["sw"] === undefined ? undefined : { worker: known["sw"], id: known["release"] ?? "" };
/** Where the lessons are, by name and language: `sharding.en=assets/… sharding.de=assets/…`. */
export const lessonFiles: string = known["lessons"] ?? "";

declare global {
  interface Window {
    /** The program in base64, set by the classic script for frames that may not fetch. */
    shardlabWasm?: string;
    /** What the panels' script leaves behind. */
    shardlabPanels?: Panels;
    /** Set by the script of the form. */
    shardlabForm?: true;
    /** Set by the script of the challenges. */
    shardlabChallenge?: true;
    /** The site's files, where the page is one file with everything inside. */
    shardlabInside?: (file: string) => Promise<Response>;
    /** What the script of lessons and of presenter mode leaves behind. */
    shardlabLesson?: LessonScript;
    /** Set by the script of Share. */
    shardlabShare?: true;
    /** Set by the script of all examples. */
    shardlabExamples?: true;
  }
}

/** What was to be loaded, and why it was not. */
export class LoadError extends Error {
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.name = "LoadError";
  }
}

export type OnBytes = (loaded: number, total: number) => void;

/** The builds of the one core: what the first view needs, everything, and everything with what runs a learner's code. */
export type Part = "first" | "whole" | "script";

/** The glue of a core: its functions, once it has an instance. */
export type Glue = typeof wasm_bindgen;

/** Adds the glue as a script, again where it was there: a fresh one, since the build declares it with `var`. */
export async function loadGlue(part: Part): Promise<Glue> {
  const file = named(part, "glue");
  await script(file);
  if (typeof wasm_bindgen === "undefined") throw new LoadError(file, "the script ran but declares nothing");
  return wasm_bindgen;
}

/** The text of a worker: the glue and, behind it, our own. Fails where a frame may not fetch. */
export async function workerText(part: Part): Promise<string> {
  const texts = await Promise.all([fetchText(named(part, "glue")), fetchText(address("worker"))]);
  return texts.join("\n;");
}

/** A program file: the whole core is there twice. */
type Build = Part | "simd";

/** The editors of texts and of code: a script that is loaded when one is first wanted, again where it did not arrive. */
export async function loadEditor(): Promise<{ readonly text: CreateEditor; readonly code: CreateCodeEditor }> {
  const file = address("editor");
  if (window.shardlabEditor === undefined) await script(file);
  const { shardlabEditor: text, shardlabCodeEditor: code } = window;
  if (text === undefined || code === undefined) throw new LoadError(file, "the script ran but leaves no editor");
  return { text, code };
}

/** The panels: a script that is loaded when the first of them is looked at. */
export function loadPanels(): Promise<Panels> {
  return loadOnce("panels", () => window.shardlabPanels);
}

/** The scenario as form and as text. */
export function loadForm(): Promise<true> {
  return loadOnce("form", () => window.shardlabForm);
}

/** The challenges. */
export function loadChallenge(): Promise<true> {
  return loadOnce("challenge", () => window.shardlabChallenge);
}

/** What keeps the page for use without a network. */
export function loadOffline(): Promise<(offline: Offline, retires: boolean) => void> {
  return loadOnce("offline", () => window.shardlabOffline);
}

/** Lessons and presenter mode. */
export function loadLesson(): Promise<LessonScript> {
  return loadOnce("lesson", () => window.shardlabLesson);
}

/** What a page does that stands within another one. */
export function loadFrame(): Promise<NonNullable<Window["shardlabFrame"]>> {
  return loadOnce("frame", () => window.shardlabFrame);
}

/** Share. */
export function loadShare(): Promise<true> {
  return loadOnce("share", () => window.shardlabShare);
}

/** The page of all examples. */
export function loadPresets(): Promise<true> {
  return loadOnce("presets", () => window.shardlabExamples);
}

/** Scripts that define elements, which must not run twice: those that have come, or are on their way. */
const loads = new Map<string, Promise<unknown>>();

/** Loads a script once, again where it did not arrive; what it leaves behind. */
async function loadOnce<T>(name: string, left: () => T | undefined): Promise<T> {
  const file = address(name);
  try {
    const load = loads.get(name) ?? script(file);
    loads.set(name, load);
    await load;
  } catch (error) {
    loads.delete(name);
    throw error;
  }
  const found = left();
  if (found === undefined) throw new LoadError(file, "the script ran but leaves nothing");
  return found;
}

/** The dialog for keys and nodes of the reader's own, likewise. */
export async function loadOwn(): Promise<CreateOwn> {
  const file = address("own");
  if (window.shardlabOwn === undefined) await script(file);
  if (window.shardlabOwn === undefined) throw new LoadError(file, "the script ran but leaves no dialog");
  return window.shardlabOwn;
}

/** What the script tag says of a core: `glue` of the first, `wholeGlue` of the whole one. */
function entry(build: Build, name: string): string {
  return build === "first" ? name : `${build}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function named(part: Build, name: string): string {
  return address(entry(part, name));
}

function address(name: string): string {
  const value = known[name];
  if (value === undefined) throw new LoadError(name, "the page does not say where it is");
  return value;
}

/** Loads and compiles a core; the whole one with SIMD where the browser has it. The glue is the same. */
export function loadModule(part: Part, onBytes: OnBytes): Promise<WebAssembly.Module> {
  const build = part === "whole" && entry("simd", "wasm") in known && withSimd() ? "simd" : part;
  const file = named(build, "wasm");
  return compiledOnce(file, () => compile(build, file, onBytes));
}

async function compile(build: Build, file: string, onBytes: OnBytes): Promise<WebAssembly.Module> {
  const response = await fetchGood(file).catch((error: unknown) => new LoadError(file, error));
  const from = response instanceof LoadError ? await bytesByScript(build, response) : counted(response, Number(known[entry(build, "wasmSize")] ?? 0), onBytes);
  try {
    return await (from instanceof Response ? WebAssembly.compileStreaming(from) : WebAssembly.compile(from));
  } catch (error) {
    throw new LoadError(file, error);
  }
}

/** A program that is compiled as it comes, whatever its host calls it; its bytes are told. */
function counted({ body }: Response, total: number, onBytes: OnBytes): Response {
  let loaded = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, on) {
      loaded += part.length;
      onBytes(loaded, Math.max(total, loaded));
      on.enqueue(part);
    },
  });
  return new Response(body?.pipeThrough(count), { headers: { "Content-Type": "application/wasm" } });
}

/** In a sandboxed frame without CORS a classic script is the only thing that loads. */
async function bytesByScript(part: Build, fetchError: LoadError): Promise<Uint8Array<ArrayBuffer>> {
  if (self.origin !== "null") throw fetchError;
  try {
    await script(named(part, "wasmScript"));
  } catch {
    throw fetchError;
  }
  const text = window.shardlabWasm;
  if (text === undefined) throw fetchError;
  delete window.shardlabWasm;
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

async function fetchText(file: string): Promise<string> {
  return (await fetchGood(file)).text();
}

async function fetchGood(file: string): Promise<Response> {
  const sent = (window.shardlabEarly ??= new Map());
  const early = sent.get(file);
  sent.delete(file);
  const response = await (early ?? (window.shardlabInside ?? fetch)(file));
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  return response;
}

/** Adds a classic script: what every frame and every host loads. */
export async function script(file: string): Promise<void> {
  if (window.shardlabInside === undefined) await scriptFrom(file);
  else scriptInside(await fetchText(file));
}

/** The policy of a page in one file names the digest of each script that is inside; no other runs. */
function scriptInside(text: string): void {
  const element = document.createElement("script");
  element.textContent = text;
  document.head.append(element);
  element.remove();
}

function scriptFrom(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = file;
    element.onload = () => {
      element.remove();
      resolve();
    };
    element.onerror = () => {
      element.remove();
      reject(new LoadError(file, "the file did not arrive"));
    };
    document.head.append(element);
  });
}
