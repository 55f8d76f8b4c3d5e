import { join } from "node:path";
import { framed } from "lib/commands/_frame.ts";
import { readGraphsOptions, runGraphs } from "lib/commands/graphs.ts";

// Runs `deno task graphs` as a process of its own on the project folder named first.
const [root, ...args] = Deno.args;
Deno.exit(
  await framed(async () => {
    const options = await readGraphsOptions(args, join(root!, "notebooks"));
    const [cache, graphs] = [join(root!, "cache"), join(root!, "graphs", "sample")];
    return await runGraphs({
      ...options,
      settings: { ...options.settings, root: root!, cache, graphs },
    });
  }, { command: "graphs" }),
);
