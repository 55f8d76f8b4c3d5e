import assert from "assert";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { ridge } from "lib/heads/ridge.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { r2 } from "lib/metrics/regression.ts";
import { type Backend, settings } from "lib/settings.ts";
import { ensureNativeAddon } from "lib/training/addon/_native_addon.ts";
import { crossAttention } from "lib/training/sequences/cross_attention.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { assertClose } from "../_arrays.ts";
import { runChild } from "../_child.ts";
import type { CrossAttentionRun } from "../_cross_attention_run.ts";
import { MEETING_COLUMNS, plantMeetings } from "../_meetings.ts";

await loadTensorFlow({ backend: "wasm" });

const heldOut = plantMeetings(60, 2);
const columnsOf = MEETING_COLUMNS;

/** Where the native backend is missing its test is ignored. */
const HERE: Readonly<Partial<Record<Backend, boolean>>> = {
  native: (await ensureNativeAddon({ python: settings.python })).ready,
  wasm: true,
};

for (const backend of ["native", "wasm"] as const) {
  Deno.test({
    name: `crossAttention() finds meetings on ${backend} (ignored where it is missing)`,
    ignore: !HERE[backend],
    async fn(t) {
      const run = await runChild<CrossAttentionRun>("_cross_attention_run.ts", { backend });
      const actual = [...heldOut.targets.data];

      await t.step("predict() knows what a word means under each picture", () => {
        assert.ok(r2([...run.predicted], actual) > 0.95, `${r2([...run.predicted], actual)}`);
      });

      await t.step("contributions() sum to the prediction minus the bias", () => {
        const sums = run.sums.map((parts) => Object.values(parts).reduce((sum, x) => sum + x, 0));
        assertClose(sums, run.predicted.map((value) => value - run.bias), 1e-5);
      });

      await t.step("contributions() gives the meeting to the cue's frame", () => {
        run.together.forEach((added, i) => {
          assert.equal(added.length, heldOut.features.items[i]!.rows);
          const strongest = Math.max(...added.map(Math.abs));
          const at = added.findIndex((value) => Math.abs(value) === strongest);
          assert.equal(at, heldOut.cues[i], `sequence ${i}: ${added}`);
          assert.equal(Math.sign(added[at]!), heldOut.together[i]);
        });
      });

      await t.step("predict() and contributions() leave no tensors", () => {
        assert.equal(run.tensorsAfterUse, run.tensorsAfterFit);
      });
    },
  });
}

Deno.test("pooled() cannot find meetings, which is what cross-attention is for", async () => {
  const training = plantMeetings(160, 1);
  const fitted = await pooled(ridge()).fit(training.features, training.targets);
  const predicted = await fitted.predict(heldOut.features);
  // a third of the variance is the meeting's
  assert.ok(r2([...predicted.data], [...heldOut.targets.data]) < 0.8);
});

/** Cheap enough to be fitted many times. */
const QUICK = { columnsOf, hidden: 4, epochs: 3 } as const;

Deno.test("crossAttention() gives the same for the same seed, and another for another", async () => {
  const training = plantMeetings(20, 3);
  const run = async (seed: number) =>
    (await crossAttention({ ...QUICK, seed }).fit(training.features, training.targets)).history;
  const history = await run(1);
  assert.deepEqual(await run(1), history);
  assert.notDeepEqual(await run(2), history);
});

Deno.test("crossAttention() predicts a sequence alike whatever longer one stands beside it", async () => {
  const training = plantMeetings(20, 3);
  const fitted = await crossAttention(QUICK).fit(training.features, training.targets);
  const lengths = heldOut.features.items.map(({ rows }) => rows);
  const shortest = lengths.indexOf(Math.min(...lengths));
  const longest = lengths.indexOf(Math.max(...lengths));
  const alone = await fitted.predict(selectRows(heldOut.features, [shortest]));
  const beside = await fitted.predict(selectRows(heldOut.features, [shortest, longest]));
  assertClose([beside.data[0]!], [alone.data[0]!]);
});

Deno.test("crossAttention() takes a sequence that lacks everything, and gives its bias", async () => {
  const training = plantMeetings(20, 3);
  const fitted = await crossAttention(QUICK).fit(training.features, training.targets);
  const nothing = { kind: "dense", rows: 4, columns: 5, data: new Float32Array(20) } as const;
  const { data } = await fitted.predict({ ...heldOut.features, rows: 1, items: [nothing] });
  assertClose([data[0]!], [fitted.bias[0]!]);
});

Deno.test("crossAttention() says what is wrong with its shape and its columns", async () => {
  assert.throws(() => crossAttention({ columnsOf, hidden: 9 }), {
    name: "RangeError",
    message: "Cannot divide attention: expected a hidden size that is a multiple of the heads, " +
      "got 9 for 2 heads",
  });
  assert.throws(() => crossAttention({ columnsOf: { visual: 2, audio: 3 } }), {
    name: "RangeError",
    message: "Cannot let text attend to other modalities: expected columns of it and of another, " +
      "got visual, audio",
  });
  const { features, targets } = plantMeetings(4, 3);
  await assert.rejects(
    crossAttention({ columnsOf: { visual: 2, text: 4 } }).fit(features, targets),
    {
      name: "TypeError",
      message: "Cannot tell modalities apart: expected 5 columns together, got 6: visual 2, text 4",
    },
  );
  await assert.rejects(crossAttention({ ...QUICK, modalityDropout: 1 }).fit(features, targets), {
    name: "RangeError",
    message: /expected a modality dropout of 0 to below 1, got 1$/,
  });
  await assert.rejects(crossAttention({ ...QUICK, whiten: ["sound"] }).fit(features, targets), {
    name: "RangeError",
    message: /expected modalities to whiten of visual, text, got sound$/,
  });
});
