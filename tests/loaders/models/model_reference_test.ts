import assert from "assert";
import { folderOf, nameOf, parseModelReference } from "lib/loaders/models/model_reference.ts";

Deno.test("parseModelReference() takes a name with a revision or without", () => {
  const names = {
    "an-org/a-model.v1": { id: "an-org/a-model.v1", revision: undefined },
    "openai-community/gpt2@main": { id: "openai-community/gpt2", revision: "main" },
    "a/b@v1.0-rc_2": { id: "a/b", revision: "v1.0-rc_2" },
    "a/b@refs/pr/3": { id: "a/b", revision: "refs/pr/3" },
  };
  for (const [name, reference] of Object.entries(names)) {
    assert.deepEqual(parseModelReference(name), reference);
    assert.equal(nameOf(reference), name);
  }
});

Deno.test("folderOf() gives each revision a folder that stays below its organisation's", () => {
  assert.equal(folderOf({ id: "a/b" }), "a/b");
  assert.equal(folderOf({ id: "a/b", revision: "refs/pr/3" }), "a/b@refs--pr--3");
});

Deno.test("parseModelReference() refuses what is no name, and paths that lead elsewhere", () => {
  const names = [
    ...["resnet", "a/b/c", "../up", "a/..", "/a/b", "a\\b/c", "", "a/b@", "a/b@x@y", "a/b@../c"],
    ...["a/b@/c", "a/b@c/..", "a/b@c//d", "a/b@c d", "a/b@c..d", "https://huggingface.co/a/b"],
  ];
  for (const name of names) {
    assert.throws(() => parseModelReference(name), {
      name: "RangeError",
      message: "Cannot look for a model: expected organisation/name as on huggingface.co, or " +
        `organisation/name@revision, got ${JSON.stringify(name)}`,
    });
  }
});
