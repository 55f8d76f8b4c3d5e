"""The text baseline as scikit-learn does it, timed step by step.

python3 baseline_sklearn.py FOLDER reads FOLDER/{train,validation,test}_set.csv and prints one line
of JSON. It exits with 3 where a package is missing, which `deno task bench` reports.
"""

import json
import sys
import time
from statistics import median

try:
    import pandas as pd
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

REPEATS = 4
SIDES = ["train", "validation", "test"]


def run_once(folder):
    milliseconds = {}

    def timed(step, work):
        start = time.perf_counter()
        result = work()
        milliseconds[step] = (time.perf_counter() - start) * 1000
        return result

    tables = timed("reading", lambda: [pd.read_csv(f"{folder}/{side}_set.csv") for side in SIDES])
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    features = timed(
        "TF-IDF",
        lambda: [vectorizer.fit_transform(tables[0]["transcript"])]
        + [vectorizer.transform(table["transcript"]) for table in tables[1:]],
    )
    head = timed("fit", lambda: Ridge(alpha=1.0).fit(features[0], scores(tables[0])))
    predicted = timed("predict", lambda: [head.predict(rows) for rows in features[1:]])
    mse = [((p - scores(table)) ** 2).mean() for p, table in zip(predicted, tables[1:])]
    return milliseconds, {"validation MSE": mse[0], "test MSE": mse[1]}


def scores(table):
    return table[["virality_score_%", "engagement_score_%"]].to_numpy() / 100


first, results = run_once(sys.argv[1])
again = [run_once(sys.argv[1])[0] for _ in range(REPEATS)]
milliseconds = {}
for step in first:
    milliseconds[f"{step}, first"] = first[step]
    milliseconds[f"{step}, again"] = median(run[step] for run in again)
print(json.dumps({"milliseconds": milliseconds, "results": results}))
