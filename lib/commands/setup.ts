import { print } from "lib/commands/_print.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";

/** Does ahead what would otherwise happen when TensorFlow is first needed, and says what came of it. */
async function main(): Promise<void> {
  const started = performance.now();
  const { backend, reason } = await loadTensorFlow({
    onProgress(doing) {
      print(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${doing}`);
    },
  });
  print(`TensorFlow backend ${backend}: ${reason}`);
}

if (import.meta.main) await main();
