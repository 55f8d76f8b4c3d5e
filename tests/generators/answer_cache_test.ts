import assert from "assert";
import { openAnswerCache } from "lib/generators/answer_cache.ts";
import { chatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { inFolder } from "../_in_folder.ts";

function request(sample = 0, more: { baseUrl?: string; text?: string; temperature?: number } = {}) {
  const { baseUrl = "http://a/v1", text = "Hello", temperature } = more;
  const messages = [{ role: "user", content: text } as const];
  return { baseUrl, body: chatBody({ model: "m", messages, sample }, { temperature }) };
}

const answer = (id: string) => ({ id }) as RawAnswer;
const never = () => Promise.reject(new Error("Asked again"));

Deno.test("openAnswerCache() keeps an answer for a later process", () =>
  inFolder(async (folder) => {
    const cache = openAnswerCache(folder);
    assert.equal(await cache.has(request()), false);
    await cache.remember(request(), () => Promise.resolve(answer("first")));
    const later = openAnswerCache(folder);
    assert.equal(await later.has(request()), true);
    assert.deepEqual(await later.remember(request(), never), answer("first"));
  }));

Deno.test("openAnswerCache() tells apart all that decides an answer", () =>
  inFolder(async (folder) => {
    const cache = openAnswerCache(folder);
    await cache.remember(request(), () => Promise.resolve(answer("first")));
    const others = [
      request(1),
      request(0, { baseUrl: "http://b/v1" }),
      request(0, { text: "Hello!" }),
      request(0, { temperature: 0.5 }),
    ];
    for (const other of others) assert.equal(await cache.has(other), false);
  }));

Deno.test("openAnswerCache() asks once for two callers, and again after a failure", () =>
  inFolder(async (folder) => {
    const cache = openAnswerCache(folder);
    let asked = 0;
    const slow = () =>
      new Promise<RawAnswer>((done) => setTimeout(() => done(answer(`${++asked}`)), 5));
    const both = await Promise.all([
      cache.remember(request(), slow),
      cache.remember(request(), slow),
    ]);
    assert.deepEqual(both, [answer("1"), answer("1")]);
    await assert.rejects(cache.remember(request(1), never), { message: "Asked again" });
    assert.deepEqual(await cache.remember(request(1), slow), answer("2"));
  }));

Deno.test("openAnswerCache() names a kept answer that is damaged", () =>
  inFolder(async (folder) => {
    const cache = openAnswerCache(folder);
    await cache.remember(request(), () => Promise.resolve(answer("first")));
    const [inner] = await Array.fromAsync(Deno.readDir(folder));
    const [file] = await Array.fromAsync(Deno.readDir(`${folder}/${inner!.name}`));
    await Deno.writeTextFile(`${folder}/${inner!.name}/${file!.name}`, '{"answer": ');
    await assert.rejects(cache.remember(request(), never), {
      name: "SyntaxError",
      message: /^Cannot read the kept answer .*[0-9a-f]{64}\.json: expected JSON$/,
    });
  }));
