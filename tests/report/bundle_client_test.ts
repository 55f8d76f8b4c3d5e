import assert from "assert";
import { bundleClient } from "lib/report/bundle_client.ts";

Deno.test("bundleClient() gives the same script each time, which no markup in it ends early", async () => {
  const script = await bundleClient();
  assert.doesNotMatch(script, /<\/script|<!--/i);
  assert.doesNotMatch(script, /^\s*import\b|\brequire\(/m);
  assert.equal(await bundleClient(), script);
  new Function(script); // it parses
});
