// The runner of the benches: contestants of all sides take turns, answers are checked first, figures go to a JSON file.
//
// It is started by `cargo xtask bench`, which has built what it needs and makes docs/performance.md of what it leaves.
import { writeFileSync } from "node:fs";
import { Runner } from "./runner.ts";
import { measureBillion, measureBulk, measureOne, measureScaling, measureWorkers } from "./parts.ts";
import { Chromium, Program, nodeSide } from "./sides.ts";

const [folder = "", native = "", python = "", out = "", ...words] = process.argv.slice(2);
const quick = words.includes("--quick");
const only = words.filter((word) => !word.startsWith("--"));

const PARTS = { bulk: measureBulk, one: measureOne, workers: measureWorkers, scaling: measureScaling, billion: measureBillion };

const chromium = await Chromium.start(folder);
const programs = { native: new Program(native, []), python: new Program(python, ["benches/peers.py"]) };
const runner = new Runner({ ...programs, node: nodeSide() }, chromium, quick);
const began = Date.now();
try {
  const found: Record<string, unknown> = { quick, chromium: chromium.version, node: process.version, simd: chromium.hasSimd };
  for (const [name, part] of Object.entries(PARTS)) {
    if (only.length === 0 || only.includes(name)) found[name] = await part(runner);
  }
  found["seconds"] = Math.round((Date.now() - began) / 1000);
  writeFileSync(out, JSON.stringify(found, null, 1));
} finally {
  programs.native.close();
  programs.python.close();
  await chromium.close();
}
