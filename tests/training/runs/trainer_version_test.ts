import assert from "assert";
import { type Backend, settings } from "lib/settings.ts";
import { ensureNativeAddon } from "lib/training/addon/_native_addon.ts";
import { TRAINER_VERSION, trainingVersions } from "lib/training/runs/trainer_version.ts";
import { runChild } from "../_child.ts";
import type { GoldenLosses } from "./_golden_run.ts";

/**
 * Losses of three steps and of what was validated after them, as version 1 gave them on cpu before it
 * was called so. Where they change, `TRAINER_VERSION` rises, and they are taken anew.
 */
const GOLDEN: GoldenLosses = {
  original: [0.33590859174728394, 0.06283798813819885, 0.050091542303562164, 0.025397064238051128],
  improved: [0.2664435803890228, 0.2660965323448181, 1.6417194604873657, 0.7656922420125398],
  gpt2: [8.221570014953613, 5.74014139175415, 6.5522074699401855, 5.929429054260254],
  attentionPooling: [
    ...[0.8237974246342977, 1.1783950852279212, 0.7675596872965494],
    ...[1.15776172599513, 0.7514272133509318, 1.1227045727337281],
  ],
  crossAttention: [
    ...[2.4257130535940328, 0.4714420991605711, 3.4937373201052346],
    ...[0.4200118788636422, 2.0223974088827767, 0.4207854866376536],
  ],
};

/** With dropout, whose draws differ by backend. */
const DROPPED: Readonly<Record<"TensorFlow" | "TensorFlow.js", GoldenLosses>> = {
  "TensorFlow": {
    dropped: [0.0698099285364151, 0.04989621043205261, 0.0837150290608406, 0.048078679425872656],
    gpt2Dropped: [8.589104652404785, 6.552106857299805, 6.877007484436035, 6.100740909576416],
  },
  "TensorFlow.js": {
    dropped: [0.23238416016101837, 0.05283612757921219, 0.05034820735454559, 0.037809430887876534],
    gpt2Dropped: [8.254535675048828, 6.276342391967773, 6.4972100257873535, 6.0990471839904785],
  },
};

/** Backends and processors differ from the sixth digit on; a change of the trainer shows before. */
const TOLERANCE = 2e-5;

const HERE: Readonly<Partial<Record<Backend, boolean>>> = {
  cpu: true,
  wasm: true,
  native: (await ensureNativeAddon({ python: settings.python })).ready,
};

for (const [backend, here] of Object.entries(HERE) as [Backend, boolean][]) {
  Deno.test({
    name: `TRAINER_VERSION ${TRAINER_VERSION} stands for these losses on ${backend} ` +
      "(ignored where it is missing)",
    ignore: !here,
    async fn() {
      const found = await runChild<GoldenLosses>("./runs/_golden_run.ts", { backend });
      const draws = backend === "native" ? "TensorFlow" : "TensorFlow.js";
      const golden = { ...GOLDEN, ...DROPPED[draws] };
      assert.equal(TRAINER_VERSION, 1);
      assert.deepEqual(Object.keys(found), Object.keys(golden));
      for (const [name, losses] of Object.entries(golden)) {
        assert.equal(found[name]!.length, losses.length, name);
        losses.forEach((loss: number, i: number) =>
          assert.ok(
            Math.abs(found[name]![i]! / loss - 1) < TOLERANCE,
            `${name}, loss ${i + 1}: expected ${loss}, got ${found[name]![i]}; where the trainer ` +
              "was changed on purpose, raise TRAINER_VERSION",
          )
        );
      }
    },
  });
}

Deno.test("trainingVersions() are today's trainer and a digest of the two recipes", () => {
  // of both recipes in the form that digest.ts describes, computed with Python's hashlib
  assert.deepEqual(trainingVersions(), { trainer: 1, recipes: "2596b4e04bd5" });
});
