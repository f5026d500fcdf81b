// What failed, in words for people.
import { WorkerDied } from "../core/lane.ts";
import { CoreBroke } from "../core/service.ts";
import { strings } from "../strings.ts";

export function told(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return error instanceof WorkerDied ? strings.run.workerDied(why) : error instanceof CoreBroke ? strings.run.broke(why) : strings.run.failed(why);
}
