import { join } from "node:path";
import { readGraphsOptions, runGraphs } from "lib/commands/graphs.ts";

// Runs `deno task graphs` as a process of its own on the project folder named first.
const [root, ...args] = Deno.args;
const options = await readGraphsOptions(args, join(root!, "notebooks"));
const [cache, graphs] = [join(root!, "cache"), join(root!, "graphs", "sample")];
const settings = { ...options.settings, root: root!, cache, graphs };
Deno.exit(await runGraphs({ ...options, settings }));
