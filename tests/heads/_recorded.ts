import type { Head } from "lib/heads/head.ts";
import fixture from "../fixtures/sklearn_heads.json" with { type: "json" };
import { assertClose, dense, rowsOf, sparse } from "./_matrices.ts";

/** Names of the recorded models, which say the kind and its settings in scikit-learn's terms. */
export type RecordedModel = keyof typeof fixture.problems[number]["predictions"];

/**
 * Checks a head against scikit-learn's predictions on every recorded problem: dense and sparse, with
 * more and with fewer rows than columns.
 */
export async function assertAsRecorded(head: Head, model: RecordedModel): Promise<void> {
  for (const { kind, train, targets, other, predictions } of fixture.problems) {
    const make = kind === "dense" ? dense : sparse;
    const fitted = await head.fit(make(train), dense(targets));
    assertClose(rowsOf(await fitted.predict(make(other))), predictions[model]);
  }
}
