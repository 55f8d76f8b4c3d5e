import { fineTune } from "lib/generators/fine_tuning_job.ts";
import { optionsAt } from "./_fine_tuning.ts";

/** Fine-tunes; arguments: the server's address and a folder. */
const [baseUrl, folder] = Deno.args as [string, string];
await fineTune(optionsAt(baseUrl, folder));
