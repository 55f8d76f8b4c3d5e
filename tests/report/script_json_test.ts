import assert from "assert";
import fc from "fast-check";
import { scriptJson } from "lib/report/script_json.ts";

Deno.test("scriptJson() is the same value without any markup", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = scriptJson({ value, hostile: "</script><!--" });
    assert.ok(!text.includes("<"));
    assert.deepEqual(
      JSON.parse(text),
      JSON.parse(JSON.stringify({ value, hostile: "</script><!--" })),
    );
  }));
});
