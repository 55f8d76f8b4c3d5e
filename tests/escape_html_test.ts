import assert from "assert";
import fc from "fast-check";
import { escapeHtml, scriptJson } from "lib/escape_html.ts";

Deno.test("escapeHtml() escapes all five characters that markup is made of, the ampersand first", () => {
  assert.equal(
    escapeHtml(`<a href="x">'&lt;'</a>`),
    "&lt;a href=&quot;x&quot;&gt;&#39;&amp;lt;&#39;&lt;/a&gt;",
  );
  assert.equal(escapeHtml("plain ✓"), "plain ✓");
});

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
