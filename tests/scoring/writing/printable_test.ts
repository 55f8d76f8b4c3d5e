import assert from "assert";
import fc from "fast-check";
import { printable } from "lib/scoring/writing/printable.ts";

Deno.test("printable() leaves text and replaces what a terminal would act on", () => {
  assert.equal(printable("Zoë 小提琴 🎻"), "Zoë 小提琴 🎻");
  assert.equal(printable("\x1b[31ma\nb\x9b\u202ec"), "�[31ma�b��c");
});

Deno.test("printable() lets no control character through", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.doesNotMatch(printable(text), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }));
});
