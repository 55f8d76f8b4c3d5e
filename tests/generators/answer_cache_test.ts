import assert from "assert";
import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { openAnswerCache } from "lib/generators/answer_cache.ts";
import { chatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { inFolder } from "../_in_folder.ts";

function request(sample = 0) {
  const messages = [{ role: "user", content: "Hello" } as const];
  return { baseUrl: "http://a/v1", body: chatBody({ model: "m", messages, sample }) };
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

Deno.test("openAnswerCache() tells apart each thing that decides an answer", () =>
  inFolder(async (folder) => {
    const cache = openAnswerCache(folder);
    const user = { role: "user", content: "Hello" } as const;
    const prompt = { model: "m", messages: [user], sample: 0 };
    const server = "http://a/v1";
    const requests = {
      first: { baseUrl: server, body: chatBody(prompt) },
      server: { baseUrl: "http://b/v1", body: chatBody(prompt) },
      model: { baseUrl: server, body: chatBody({ ...prompt, model: "n" }) },
      text: {
        baseUrl: server,
        body: chatBody({ ...prompt, messages: [{ ...user, content: "Hello!" }] }),
      },
      role: {
        baseUrl: server,
        body: chatBody({ ...prompt, messages: [{ ...user, role: "system" }] }),
      },
      message: { baseUrl: server, body: chatBody({ ...prompt, messages: [user, user] }) },
      sample: { baseUrl: server, body: chatBody({ ...prompt, sample: 1 }) },
      bound: { baseUrl: server, body: chatBody(prompt, { maxAnswerTokens: 65 }) },
      temperature: { baseUrl: server, body: chatBody(prompt, { temperature: 0.5 }) },
      topP: { baseUrl: server, body: chatBody(prompt, { topP: 0.5 }) },
      logprobs: { baseUrl: server, body: chatBody(prompt, { logprobs: true }) },
    };
    for (const [name, request] of Object.entries(requests)) {
      assert.equal(await cache.has(request), false, name);
      await cache.remember(request, () => Promise.resolve(answer(name)));
    }
    for (const [name, request] of Object.entries(requests)) {
      assert.deepEqual(await cache.remember(request, never), answer(name));
    }
  }));

/** A request with all there is in one; sha256sum of its JSON as it stood when answers were first paid. */
const GOLDEN = "32cd3be498fdb7b752a14920af10e05c0b0263ede2e4a74f59fa024273dc408c";
const golden = {
  baseUrl: "http://127.0.0.1:8000/v1",
  body: chatBody({
    model: "m",
    messages: [{ role: "system", content: 'Score "clips".' }, {
      role: "user",
      content: "Grüße 🎻",
    }],
    sample: 7,
  }, { maxAnswerTokens: 32, temperature: 0.5, topP: 0.9, logprobs: true }),
};

Deno.test("openAnswerCache() finds answers that were paid for under the names they were given", () =>
  inFolder(async (folder) => {
    const cache = openAnswerCache(folder);
    await cache.remember(golden, () => Promise.resolve(answer("first")));
    assert.ok(await exists(join(folder, "32", `${GOLDEN}.json`)));
  }));

Deno.test("openAnswerCache() reads the older form, without a digest, and leaves it", () =>
  inFolder(async (folder) => {
    const path = join(folder, "32", `${GOLDEN}.json`);
    const old = JSON.stringify({ ...golden, answer: answer("old") }) + "\n";
    await writeAtomic(path, old);
    assert.deepEqual(await openAnswerCache(folder).remember(golden, never), answer("old"));
    assert.equal(await Deno.readTextFile(path), old);
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

Deno.test("openAnswerCache() names a damaged answer, leaves it and says what to do", () =>
  inFolder(async (folder) => {
    const path = join(folder, "32", `${GOLDEN}.json`);
    await openAnswerCache(folder).remember(golden, () => Promise.resolve(answer("first")));
    const whole = await Deno.readTextFile(path);
    const oldForm = JSON.stringify({ ...golden, answer: answer("old") });
    const damages: Record<string, [string, RegExp]> = {
      half: [whole.slice(0, whole.length / 2), /expected JSON, got/],
      empty: ["", /expected JSON, got nothing/],
      altered: [whole.replace("first", "fiRst"), /expected content of SHA-256/],
      "its digest lost": [whole.replace("sha256", "sha255"), /expected baseUrl, body and answer/],
      "of another request": [oldForm.replace("Grüße", "Gruß"), /it answers another request/],
      "without an answer": [JSON.stringify(golden), /expected baseUrl, body and answer/],
      "of another form": ["[1]", /expected sha256 and content/],
    };
    for (const [name, [content, problem]] of Object.entries(damages)) {
      await Deno.writeTextFile(path, content);
      const cache = openAnswerCache(folder);
      await assert.rejects(cache.remember(golden, never), (error: Error) => {
        assert.equal(error.name, "SyntaxError", name);
        assert.match(error.message, problem, name);
        assert.ok(error.message.startsWith(`Cannot read the kept answer ${path}: `));
        assert.ok(error.message.endsWith("put back a copy of it, or remove it to ask again"));
        return true;
      });
      assert.equal(await Deno.readTextFile(path), content, name);
    }
    await Deno.remove(path);
    const asked = await openAnswerCache(folder).remember(
      golden,
      () => Promise.resolve(answer("again")),
    );
    assert.deepEqual(asked, answer("again"));
  }));
