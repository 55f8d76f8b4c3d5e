import process from "node:process";
import { join } from "node:path";
import { withSpending } from "lib/generators/spending.ts";
import { makeVideos, score, testClient } from "./_scoring.ts";

/** Scores 60 videos with 2 samples each; arguments: the server's address and a folder. */
const [baseUrl, folder] = Deno.args as [string, string];
const client = testClient(baseUrl, { concurrency: 4 });
const { predictions } = await score(makeVideos(60), { client, folder, samples: 2 });
const spentDollars = await withSpending(
  join(folder, "spending.jsonl"),
  { limitDollars: 100, prices: { input: 1, output: 1 } },
  (spending) => Promise.resolve(spending.spentDollars()),
);
process.stdout.write(JSON.stringify({ predictions: predictions.length, spentDollars }));
