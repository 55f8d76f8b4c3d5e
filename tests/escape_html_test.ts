import assert from "assert";
import { escapeHtml } from "lib/escape_html.ts";

Deno.test("escapeHtml() escapes all five characters that markup is made of, the ampersand first", () => {
  assert.equal(
    escapeHtml(`<a href="x">'&lt;'</a>`),
    "&lt;a href=&quot;x&quot;&gt;&#39;&amp;lt;&#39;&lt;/a&gt;",
  );
  assert.equal(escapeHtml("plain ✓"), "plain ✓");
});
