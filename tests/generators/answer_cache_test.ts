import assert from "assert";
import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { openAnswerCache } from "lib/generators/answer_cache.ts";
import { chatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { readLlmSettings } from "lib/llm_settings.ts";
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
    assert.equal(await cache.find(request()), undefined);
    await cache.remember(request(), () => Promise.resolve(answer("first")));
    const later = openAnswerCache(folder);
    assert.deepEqual(await later.find(request()), answer("first"));
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
      effort: { baseUrl: server, body: chatBody(prompt, { reasoningEffort: "none" }) },
      "other effort": { baseUrl: server, body: chatBody(prompt, { reasoningEffort: "low" }) },
    };
    for (const [name, request] of Object.entries(requests)) {
      assert.equal(await cache.find(request), undefined, name);
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

Deno.test("openAnswerCache() keeps the names of answers that were asked for before efforts could be set", () =>
  inFolder(async (folder) => {
    const { sampling } = readLlmSettings({ VIRANOVA_LLM_MODEL: "m", OPENAI_API_KEY: "k" })!;
    const body = chatBody({
      model: "gpt-6-luna",
      messages: [{ role: "system", content: "Give two scores." }, {
        role: "user",
        content: "A clip about cats.",
      }],
      sample: 3,
    }, sampling);
    const cache = openAnswerCache(folder);
    await cache.remember(
      { baseUrl: "https://api.openai.com/v1", body },
      () => Promise.resolve(answer("first")),
    );
    // sha256sum of the request as the code before wrote it
    const old = "3114098864cfdf60cfce606c9b5e3ec7956b0c078eef7afe50e7c92fef4a1e96";
    assert.ok(await exists(join(folder, "31", `${old}.json`)));
  }));

/** An answer that says a text and ended for a reason. */
function said(content: string | null, finish_reason: string) {
  const message = { role: "assistant", content, refusal: null };
  return {
    choices: [{ index: 0, message, finish_reason, logprobs: null }],
  } as unknown as RawAnswer;
}

Deno.test("openAnswerCache() serves no answer that was cut off without scores", () =>
  inFolder(async (folder) => {
    const cache = openAnswerCache(folder);
    const good = said('{"virality": 1, "engagement": 2}', "stop");
    for (const [sample, content] of [null, "", "<think>Hm", '{"virality": 1, "eng'].entries()) {
      const lost = said(content, "length");
      assert.equal(await cache.remember(request(sample), () => Promise.resolve(lost)), lost);
      assert.equal(await cache.find(request(sample)), undefined, `${content}`);
      assert.equal(await cache.remember(request(sample), () => Promise.resolve(good)), good);
      assert.deepEqual(await openAnswerCache(folder).remember(request(sample), never), good);
    }
    const whole = said('{"virality": 1, "engagement": 2} because', "length");
    const odd = said("I would rather not.", "stop");
    for (const [i, kept] of [whole, odd].entries()) {
      await cache.remember(request(10 + i), () => Promise.resolve(kept));
      assert.deepEqual(await cache.remember(request(10 + i), never), kept);
    }
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
