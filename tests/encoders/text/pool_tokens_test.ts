import assert from "assert";
import { poolTokens } from "lib/encoders/text/_pool_tokens.ts";

Deno.test("poolTokens() averages a text's own tokens and divides by the norm", () => {
  const data = Float32Array.of(
    ...[1, 2, 5, 6], // mean [3, 4], norm 5
    ...[0, -2, 99, 99], // the second token is padding
  );
  const rows = poolTokens({ data, lengths: [2, 1], columns: 2 });
  assert.deepEqual(rows, Float32Array.of(0.6, 0.8, 0, -1));
});

Deno.test("poolTokens() leaves a mean of zeros as it is", () => {
  const rows = poolTokens({ data: Float32Array.of(1, -1), lengths: [2], columns: 1 });
  assert.deepEqual(rows, Float32Array.of(0));
});
