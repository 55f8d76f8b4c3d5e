import assert from "assert";
import { similarTitle } from "lib/scoring/writing/similar_title.ts";

Deno.test("similarTitle() says that words were compared wherever there are any", () => {
  assert.match(similarTitle({ basis: ["words", "pictures", "sound"] }), /by their words$/);
  assert.match(similarTitle({ basis: ["pictures"] }), /by their looks and sound$/);
});
