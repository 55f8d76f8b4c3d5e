// Prints what MiniLM in the folder given gives for the fixture's texts.
import process from "node:process";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { forward, poolerOutput } from "lib/training/transformers/bert.ts";
import { loadBert } from "lib/training/transformers/load_bert.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { meanPool } from "lib/training/transformers/pooling.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { loadTokenizer } from "lib/training/transformers/tokenizer.ts";

const { texts, maxTokens } = JSON.parse(
  await Deno.readTextFile(new URL("../fixtures/minilm.json", import.meta.url)),
);
await loadTensorFlow();
const files = filesIn(Deno.args[0]!);
const model = await loadBert(files);
const tokenizer = await loadTokenizer(files, model.config, { maxTokens });
const batch = padBatch(texts.map(tokenizer.encode), model.config.padTokenId);
const hidden = forward(model, batch);
process.stdout.write(JSON.stringify({
  inputIds: [...batch.inputIds],
  meanPooled: [...await meanPool(hidden, batch).data()],
  poolerOutput: [...await tf.tidy(() => poolerOutput(model, hidden)).data()],
}));
