import assert from "assert";
import { whyNotConnected } from "lib/connection_failure.ts";

Deno.test("whyNotConnected() says why nothing could be sent, without the address", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/v1?key=secret`;
  listener.close();
  const error = await fetch(url).catch((error) => error);
  assert.match(whyNotConnected(error) ?? "", /refused$/);
  assert.equal(whyNotConnected(new Error("wrapped", { cause: error }))?.includes("secret"), false);
});

Deno.test("whyNotConnected() says nothing of a connection that broke after it came about", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const hangUp = async () => (await listener.accept()).close();
  const hung = hangUp();
  const error = await fetch(`http://127.0.0.1:${listener.addr.port}`).catch((error) => error);
  await hung;
  listener.close();
  assert.ok(error instanceof Error);
  assert.equal(whyNotConnected(error), undefined);
  assert.equal(whyNotConnected("no error"), undefined);
});
