import assert from "assert";
import { followMegabytes } from "lib/loaders/models/_megabytes.ts";

/** Follows transfers, and notes what is shown. */
function noting() {
  const shown: unknown[] = [];
  const transfer = followMegabytes("a file", (label, { total, done, unit }) => {
    shown.push([label, done, total, unit]);
    return { advance: (count) => void shown.push(count), stop: () => void shown.push("end") };
  });
  return { shown, transfer };
}

Deno.test("followMegabytes() shows whole megabytes of a file of 5 MB", () => {
  const { shown, transfer } = noting();
  transfer.begin(5_000_001, 0);
  for (const bytes of [400_000, 500_000, 200_000, 3_000_000, 900_001]) transfer.advance(bytes);
  transfer.stop();
  assert.deepEqual(shown, [["a file", 0, 5, "MB"], 1, 3, 1, "end"]);
});

Deno.test("followMegabytes() shows nothing of smaller files, and of those without a length", () => {
  const { shown, transfer } = noting();
  transfer.begin(4_999_999, 0);
  transfer.advance(4_999_999);
  transfer.begin(undefined, 0);
  transfer.advance(10_000_000);
  transfer.stop();
  assert.deepEqual(shown, []);
});

Deno.test("followMegabytes() begins anew where a transfer goes on", () => {
  const { shown, transfer } = noting();
  transfer.begin(8_000_000, 0);
  transfer.advance(2_500_000);
  transfer.begin(8_000_000, 2_500_000);
  transfer.advance(500_000);
  transfer.stop();
  assert.deepEqual(shown, [["a file", 0, 8, "MB"], 2, "end", ["a file", 2, 8, "MB"], 1, "end"]);
});
