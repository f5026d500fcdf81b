// What failed, in words for people.
import { ScriptStopped, WorkerDied } from "../core/lane.ts";
import { LoadError } from "../core/load.ts";
import { CoreBroke, ScriptNeedsWorker } from "../core/cores.ts";
import { strings } from "../strings.ts";

export function told(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof ScriptStopped) return strings.code.stopped;
  if (error instanceof ScriptNeedsWorker) return strings.code.needsWorker;
  if (error instanceof LoadError) return strings.code.noEngine(error.file, why);
  return error instanceof WorkerDied ? strings.run.workerDied(why) : error instanceof CoreBroke ? strings.run.broke(why) : strings.run.failed(why);
}
