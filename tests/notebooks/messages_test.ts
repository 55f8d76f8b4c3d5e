import assert from "assert";
import {
  createRequest,
  decodeMessage,
  encodeMessage,
  type Message,
} from "lib/notebooks/messages.ts";

const text = (frames: readonly Uint8Array[]) =>
  frames.map((frame) => new TextDecoder().decode(frame));
const bytes = (...frames: string[]) => frames.map((frame) => new TextEncoder().encode(frame));

// Python: hmac.new(b"secret", b'{"msg_id":"1"}{}{}{"code":"1 + 1"}', "sha256").hexdigest()
const SIGNATURE = "76aef6640f05f07113adbecbc7bacfde5f19c5e609820151ff95236d2fb0bcce";
const FRAMES = ["<IDS|MSG>", SIGNATURE, '{"msg_id":"1"}', "{}", "{}", '{"code":"1 + 1"}'];
const MESSAGE = { header: { msg_id: "1" }, parent: {}, content: { code: "1 + 1" } } as unknown;

Deno.test("encodeMessage() signs the four parts as Python's hmac does", () => {
  assert.deepEqual(text(encodeMessage(MESSAGE as Message, "secret")), FRAMES);
});

Deno.test("decodeMessage() reads past routing frames and buffers", () => {
  const frames = bytes("topic", ...FRAMES, "buffer");
  assert.deepEqual(decodeMessage(frames, "secret"), MESSAGE);
});

Deno.test("decodeMessage() undoes encodeMessage()", () => {
  const request = createRequest("execute_request", {
    content: { code: "“ü”" },
    session: "session",
  });
  assert.deepEqual(decodeMessage(encodeMessage(request, "k"), "k"), request);
});

Deno.test("decodeMessage() refuses forged, short and malformed messages", () => {
  const forged = { name: "PermissionDenied", message: /not made with this connection's key/ };
  assert.throws(() => decodeMessage(bytes(...FRAMES), "other"), forged);
  assert.throws(() => decodeMessage(bytes(...FRAMES.with(5, "{}")), "secret"), forged);
  assert.throws(() => decodeMessage(bytes(...FRAMES.with(1, "")), "secret"), forged);
  const short = {
    name: "SyntaxError",
    message: /expected <IDS\|MSG> and 5 frames after it, got 3/,
  };
  assert.throws(() => decodeMessage(bytes(...FRAMES.slice(0, 3)), "secret"), short);
  assert.throws(() => decodeMessage(bytes("a", "b", "c"), "secret"), short);
  const list = encodeMessage({ ...MESSAGE as Message, content: [] as never }, "secret");
  assert.throws(() => decodeMessage(list, "secret"), /expected an object, got \[\]/);
});
