import assert from "assert";
import { describeSource } from "lib/graphs/describe_source.ts";

Deno.test("describeSource() says data, rows, model and profile", () => {
  assert.equal(
    describeSource({ data: "Training set", rows: 2268, model: "ridge", profile: "standard" }),
    "Training set · 2,268 videos · ridge · profile standard",
  );
  assert.equal(
    describeSource({ data: "Sample corpus", rows: 1, profile: "sample" }),
    "Sample corpus · 1 video · profile sample",
  );
});
