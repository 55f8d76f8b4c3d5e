import assert from "assert";
import { CAUSES, PLANTED, SAMPLE_SHARES } from "lib/loaders/sample/sample_shares.ts";
import { TARGETS } from "lib/targets.ts";

Deno.test("SAMPLE_SHARES sum to 1 for each target and leave no cause out", () => {
  for (const target of TARGETS) {
    const shares = CAUSES.map((cause) => SAMPLE_SHARES[target][cause]);
    assert.ok(shares.every((share) => share > 0));
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
  }
});

Deno.test("PLANTED keeps every score inside 0..1", () => {
  assert.ok(PLANTED.mean - PLANTED.reach > 0 && PLANTED.mean + PLANTED.reach < 1);
});
