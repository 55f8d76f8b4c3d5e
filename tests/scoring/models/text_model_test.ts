import assert from "assert";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import { kNearestNeighbours } from "lib/heads/k_nearest_neighbours.ts";
import { kernelRidge } from "lib/heads/kernel_ridge.ts";
import { ridge } from "lib/heads/ridge.ts";
import { createGenerator } from "lib/random.ts";
import { fitTextModel, textArrays, textModel, textStateOf } from "lib/scoring/models/text_model.ts";
import { targetMatrix } from "lib/targets.ts";
import { dense, rowsOf } from "../../heads/_matrices.ts";
import { pool } from "../_scorers.ts";

const texts = pool.videos.map(({ transcript }) => transcript);
const targets = targetMatrix(pool.videos);
const generator = createGenerator(5);
const draw = (rows: number) =>
  dense(Array.from({ length: rows }, () => Array.from({ length: 3 }, generator.normal)));
const meanings = draw(texts.length);
const items = { texts: ["A secret violin", "no more homework"], meanings: draw(2) };

/** Checks numbers to 1e-5, what conjugate gradients and 32 bits leave. */
function assertNear(got: readonly number[][], expected: readonly number[][]): void {
  got.flat().forEach((value, i) => {
    const other = expected.flat()[i]!;
    assert.ok(Math.abs(value - other) < 1e-5, `number ${i}: expected ${other}, got ${value}`);
  });
  assert.equal(got.flat().length, expected.flat().length);
}

Deno.test("textModel() averages three heads where meanings are known", async () => {
  const model = await textModel(await fitTextModel({ texts, meanings, targets }));
  const tfidf = fitTfidf(texts, { minDf: 2 });
  const heads = [
    await (await ridge().fit(await tfidf.encode(texts), targets))
      .predict(await tfidf.encode(items.texts)),
    await (await kernelRidge({ kernel: { name: "rbf", gamma: 1 } }).fit(meanings, targets))
      .predict(items.meanings),
    await (await kNearestNeighbours({ k: 15 }).fit(meanings, targets)).predict(items.meanings),
  ].map(rowsOf);
  const mean = heads[0]!.map((row, i) =>
    row.map((_, k) => heads.reduce((sum, head) => sum + head[i]![k]! / 3, 0))
  );
  assertNear(rowsOf(await model.predict(items)), mean);
  await assert.rejects(model.predict({ texts: items.texts }), {
    name: "TypeError",
    message: "Cannot predict: expected the texts' meanings, got none",
  });
});

Deno.test("textStateOf() gives back what textArrays() holds, to 32 bits", async () => {
  const state = await fitTextModel({ texts, meanings, targets });
  const { name, vocabulary } = state.words;
  const restored = textStateOf({ name, vocabulary }, textArrays(state));
  const [before, after] = [await textModel(state), await textModel(restored)];
  assertNear(rowsOf(await after.predict(items)), rowsOf(await before.predict(items)));
  assert.equal(after.name, before.name);
});
