// Asks twice for a tiny run in the folder of runs given.
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { tinyRun } from "./_tiny_run.ts";

await loadTensorFlow();
for (let call = 0; call < 2; call++) await tinyRun(Deno.args[0]!);
