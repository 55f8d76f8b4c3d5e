import assert from "assert";
import { connectZmtp } from "lib/notebooks/zmtp.ts";

/** A ZMTP 3.0 greeting with mechanism NULL, as RFC 23 lays it out. */
const GREETING = new Uint8Array(64);
GREETING.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 0x4e, 0x55, 0x4c, 0x4c]);

/** Accepts one connection, answers with these pieces and returns what was received until then. */
async function serve(
  pieces: readonly Uint8Array[],
  talk: (port: number) => Promise<void>,
  receive = 0,
): Promise<Uint8Array> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    using connection = await listener.accept();
    for (const piece of pieces) {
      await connection.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 2)); // so that they arrive one by one
    }
    const received = new Uint8Array(receive);
    for (let at = 0; at < receive;) at += await connection.read(received.subarray(at)) ?? receive;
    return received;
  })();
  await talk(listener.addr.port);
  return await served;
}

Deno.test("connectZmtp() reads short, long and cut frames, and passes over commands", async () => {
  const long = new Uint8Array(300).fill(7);
  const ready = [4, 6, 5, ...new TextEncoder().encode("READY")];
  const pieces = [
    GREETING.subarray(0, 20),
    GREETING.subarray(20),
    Uint8Array.of(...ready, 1, 1, 65, 3, 0, 0, 0),
    Uint8Array.of(0, 0, 0, 1, 44, ...long.subarray(0, 100)),
    Uint8Array.of(...long.subarray(100), 0, 0, 0, 1, 66),
  ];
  await serve(pieces, async (port) => {
    const socket = await connectZmtp({ hostname: "127.0.0.1", port, type: "DEALER" });
    const messages = await Array.fromAsync(socket.messages());
    socket.close();
    assert.deepEqual(messages.map((frames) => frames.map((frame) => [...frame])), [
      [[65], [...long], []],
      [[66]],
    ]);
  });
});

Deno.test("connectZmtp() greets, says its type, subscribes and frames what it sends", async () => {
  const ready = [4, 25, 5, ...new TextEncoder().encode("READY\x0bSocket-Type"), 0, 0, 0, 3];
  const expected = [
    ...GREETING,
    ...ready,
    ...new TextEncoder().encode("SUB"),
    ...[0, 1, 1], // subscribe to every topic
    ...[1, 1, 65, 2, 0, 0, 0, 0, 0, 0, 1, 0, ...new Uint8Array(256)],
  ];
  const received = await serve([GREETING], async (port) => {
    const socket = await connectZmtp({ hostname: "127.0.0.1", port, type: "SUB" });
    await socket.send([Uint8Array.of(65), new Uint8Array(256)]);
    await Array.fromAsync(socket.messages());
    socket.close();
  }, expected.length);
  assert.deepEqual([...received], expected);
});

Deno.test("connectZmtp() refuses what does not speak ZMTP 3", async () => {
  const http = new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n".padEnd(64));
  await serve([http], async (port) => {
    await assert.rejects(connectZmtp({ hostname: "127.0.0.1", port, type: "SUB" }), {
      name: "SyntaxError",
      message: /expected a ZMTP 3 greeting, got bytes 72,84,84,80/,
    });
  });
  await serve([], async (port) => {
    await assert.rejects(connectZmtp({ hostname: "127.0.0.1", port, type: "SUB" }), {
      message: /got the end of the connection/,
    });
  });
});
