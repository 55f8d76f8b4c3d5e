import assert from "assert";
import { redact } from "lib/generators/redact.ts";

Deno.test("redact() hides a key wherever it stands, and what looks like one", () => {
  const key = "abcdefgh";
  assert.equal(redact(`wrong key ${key}, ${key}!`, key), "wrong key [key], [key]!");
  assert.equal(redact("wrong key sk-proj-abc***xyz.", undefined), "wrong key [key].");
});

Deno.test("redact() leaves words alone that are no secret, of which an answer may consist", () => {
  const answer = '{"token": "10", "logprob": 0}';
  for (const key of ["token", "0", "none", ""]) assert.equal(redact(answer, key), answer);
});
