import { join } from "node:path";
import { framed } from "lib/commands/_frame.ts";
import { run } from "lib/commands/graphs.ts";
import { settings, settingsFor } from "lib/settings.ts";

// Runs `deno task graphs` as a process of its own on the project folder named first.
const [root, ...args] = Deno.args;
const [cache, graphs] = [join(root!, "cache"), join(root!, "graphs", "sample")];
Deno.exit(
  await framed(
    () =>
      run(args, {
        folder: join(root!, "notebooks"),
        settingsOf: (profile) => {
          const chosen = profile === undefined ? settings : settingsFor(profile);
          return { ...chosen, root: root!, cache, graphs };
        },
      }),
    { command: "graphs" },
  ),
);
