// The runner of the benches: contestants of all sides take turns, answers are checked first, figures go to a JSON file.
//
// It is started by `cargo xtask bench`, which has built what it needs and makes docs/performance.md of what it leaves.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Runner } from "./runner.ts";
import { measureBillion, measureBulk, measureDigests, measureOne, measureScaling, measureWorkers } from "./parts.ts";
import { Chromium, Program, nodeSide } from "./sides.ts";

const [folder = "", native = "", python = "", out = "", ...words] = process.argv.slice(2);
const quick = words.includes("--quick");
const only = words.filter((word) => !word.startsWith("--"));

const PARTS = { bulk: measureBulk, one: measureOne, workers: measureWorkers, scaling: measureScaling, billion: measureBillion, digests: measureDigests };

const chromium = await Chromium.start(folder);
const programs = { native: new Program(native, []), python: new Program(python, ["benches/peers.py"]) };
const runner = new Runner({ ...programs, node: nodeSide() }, chromium, quick);
/** A part that is measured anew takes the place of what was found before; the others stay, each with its day. */
const found: Record<string, unknown> = only.length > 0 && existsSync(out) ? (JSON.parse(readFileSync(out, "utf8")) as Record<string, unknown>) : {};
const days = (found["days"] ?? {}) as Record<string, string>;
try {
  Object.assign(found, { quick, chromium: chromium.version, node: process.version, simd: chromium.hasSimd, days });
  for (const [name, part] of Object.entries(PARTS)) {
    if (only.length > 0 && !only.includes(name)) continue;
    found[name] = await part(runner);
    days[name] = new Date().toISOString().slice(0, 10);
    writeFileSync(out, JSON.stringify(found, null, 1));
  }
} finally {
  programs.native.close();
  programs.python.close();
  await chromium.close();
}
