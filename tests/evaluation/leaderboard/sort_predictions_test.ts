import assert from "assert";
import type { CurrentFacts } from "lib/evaluation/leaderboard/current_facts.ts";
import { missingNotebooks } from "lib/evaluation/leaderboard/missing_notebooks.ts";
import { sortPredictions } from "lib/evaluation/leaderboard/sort_predictions.ts";
import type { SavedPredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { digestOf } from "lib/storage/digest.ts";
import { CODE_DIGEST, saved } from "../_saved.ts";

const NOTEBOOK = saved().notebook;
const RUN = { digest: "r", trainer: 2, recipes: "recipes" };
const CURRENT = saved({ run: RUN });

/** Facts under which `CURRENT` is current, and its notebook finished. */
function factsWith(changes: Partial<CurrentFacts> = {}): CurrentFacts {
  return {
    data: new Set(["c".repeat(64), CURRENT.dataDigest]),
    notebooks: new Map([["Split Datasets", "s"], [NOTEBOOK, CODE_DIGEST]]),
    saving: [NOTEBOOK],
    finished: finishedWith(CODE_DIGEST),
    training: { trainer: 2, recipes: "recipes" },
    ...changes,
  };
}

function finishedWith(digest: string, notMade: readonly SavedPredictions[] = []) {
  return new Map([[NOTEBOOK, { notebook: NOTEBOOK, digest, notMade: notMade.map(digestOf) }]]);
}

Deno.test("sortPredictions() shows what is current as it is, trained or not", () => {
  const all = [CURRENT, saved({ model: "B" })];
  const sorted = sortPredictions(all, factsWith());
  assert.deepEqual(sorted, { shown: all, older: new Set(), leftOut: [], sentences: [] });
  assert.deepEqual(missingNotebooks(sorted, factsWith()), []);
});

const OLDER: Readonly<Record<string, readonly [Partial<CurrentFacts>, string, string]>> = {
  "another notebook that is not finished": [
    { notebooks: new Map([[NOTEBOOK, "changed"]]) },
    "which has changed since; run it again",
    "has changed since it was run to its end",
  ],
  "another trainer": [
    { training: { trainer: 3, recipes: "recipes" } },
    "trained by another version of the trainer; run it again",
    "was last run by another trainer or recipe",
  ],
  "other recipes": [
    { training: { trainer: 2, recipes: "other" } },
    "trained by other recipes; run it again",
    "was last run by another trainer or recipe",
  ],
};

Deno.test("sortPredictions() marks what is of an older run", async (t) => {
  for (const [name, [changes, reason, problem]] of Object.entries(OLDER)) {
    await t.step(name, () => {
      const facts = factsWith(changes);
      const sorted = sortPredictions([CURRENT], facts);
      assert.deepEqual(sorted, {
        shown: [CURRENT],
        older: new Set([CURRENT]),
        leftOut: [],
        sentences: [`Marked “older run”: Ridge of Baselines (Textual), ${reason}.`],
      });
      assert.deepEqual(missingNotebooks(sorted, facts), [{ notebook: NOTEBOOK, problem }]);
    });
  }
});

const LEFT_OUT: Readonly<Record<string, readonly [Partial<CurrentFacts>, string, string[]]>> = {
  "other data": [
    { data: new Set(["c".repeat(64)]) },
    "predicted on other data than is read now",
    ["has saved no predictions on the data that is read now"],
  ],
  "a notebook that is gone": [
    { notebooks: new Map(), saving: [] },
    "a notebook that is not there any more",
    [],
  ],
  "an older source of a notebook that is finished since": [
    { notebooks: new Map([[NOTEBOOK, "changed"]]), finished: finishedWith("changed") },
    "which this notebook no longer makes",
    ["has saved no predictions on the data that is read now"],
  ],
  "a model that the last run did not make": [
    { finished: finishedWith(CODE_DIGEST, [CURRENT]) },
    "which this notebook no longer makes",
    ["has saved no predictions on the data that is read now"],
  ],
};

Deno.test("sortPredictions() leaves out what nothing makes from the present data", async (t) => {
  for (const [name, [changes, reason, problems]] of Object.entries(LEFT_OUT)) {
    await t.step(name, () => {
      const facts = factsWith(changes);
      const sorted = sortPredictions([CURRENT], facts);
      assert.deepEqual(sorted, {
        shown: [],
        older: new Set(),
        leftOut: [CURRENT],
        sentences: [`Left out: Ridge of Baselines (Textual), ${reason}.`],
      });
      const missing = missingNotebooks(sorted, facts);
      assert.deepEqual(missing.map(({ problem }) => problem), problems);
    });
  }
});

Deno.test("sortPredictions() names models once for each notebook and reason, and keeps their order", () => {
  const old = { notebookDigest: "0".repeat(64) };
  const all = [
    saved({ model: "B", ...old }),
    saved({ model: "A", ...old }),
    CURRENT,
    saved({ model: "A", side: "test", ...old }),
    saved({ model: "$& odd", dataDigest: "e".repeat(64) }),
  ];
  const { shown, older, leftOut, sentences } = sortPredictions(
    all,
    factsWith({ finished: new Map() }),
  );
  assert.deepEqual(shown, all.slice(0, 4));
  assert.deepEqual([...older], [all[0], all[1], all[3]]);
  assert.deepEqual(leftOut, [all[4]]);
  assert.deepEqual(sentences, [
    "Marked “older run”: A; B of Baselines (Textual), which has changed since; run it again.",
    "Left out: $& odd of Baselines (Textual), predicted on other data than is read now.",
  ]);
});

Deno.test("sortPredictions() shows a model that was made again after a run that left it out", () => {
  const again = saved({ trainingRows: 11 });
  const facts = factsWith({ finished: finishedWith(CODE_DIGEST, [saved()]) });
  assert.deepEqual(sortPredictions([again], facts).shown, [again]);
});

Deno.test("missingNotebooks() names a notebook that was never run to its end", () => {
  const facts = factsWith({ finished: new Map(), saving: ["Other", NOTEBOOK] });
  assert.deepEqual(missingNotebooks(sortPredictions([CURRENT], facts), facts), [
    { notebook: "Other", problem: "has not been run to its end" },
    { notebook: NOTEBOOK, problem: "has not been run to its end" },
  ]);
});
