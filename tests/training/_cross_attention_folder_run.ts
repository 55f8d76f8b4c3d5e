// Fits cross-attention in the folder given, going on where an earlier run was killed.
import process from "node:process";
import { crossAttention } from "lib/training/sequences/cross_attention.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { MEETING_COLUMNS, plantMeetings } from "./_meetings.ts";

await loadTensorFlow({ backend: "cpu" });
const training = plantMeetings(40, 1);
const heldOut = plantMeetings(10, 2);
const options = { columnsOf: MEETING_COLUMNS, hidden: 8, epochs: 40, heldOut };
const head = crossAttention({ ...options, folder: Deno.args[0]! });
const { history, predict } = await head.fit(training.features, training.targets);
const predicted = await predict(heldOut.features);
process.stdout.write(JSON.stringify({ history, predicted: [...predicted.data] }));
