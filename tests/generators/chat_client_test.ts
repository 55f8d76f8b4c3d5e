import assert from "assert";
import { chatBody, type SamplingOptions } from "lib/generators/chat_body.ts";
import type { ChatClient } from "lib/generators/chat_client.ts";
import {
  apiError,
  type ChatServer,
  type ChatServerOptions,
  completion,
  type ReceivedRequest,
  type Reply,
  startChatServer,
} from "./_chat_server.ts";
import { testClient } from "./_scoring.ts";

const FREE = () =>
  Promise.resolve({ charge: () => Promise.resolve(), release: () => Promise.resolve() });

function ask(client: ChatClient, sample = 0, sampling: SamplingOptions = {}) {
  const messages = [{ role: "user", content: "How viral?" } as const];
  return client.ask(chatBody({ model: client.model, messages, sample }, sampling), FREE);
}

async function withServer(
  script: (request: ReceivedRequest) => Reply,
  test: (server: ChatServer) => Promise<void>,
  options: ChatServerOptions = {},
) {
  const server = await startChatServer(script, options);
  try {
    await test(server);
  } finally {
    await server.close();
  }
}

const good = () => completion("fine");

Deno.test("createChatClient() sends the whole request to /chat/completions", () =>
  withServer(good, async (server) => {
    const sampling = { temperature: 0.7, topP: 0.9, maxAnswerTokens: 20, logprobs: true };
    const answer = await ask(testClient(server.baseUrl), 3, sampling);
    assert.equal(answer.choices[0]!.message.content, "fine");
    const { method, path, body } = server.requests[0]!;
    assert.deepEqual([method, path], ["POST", "/v1/chat/completions"]);
    const { response_format, ...rest } = body;
    assert.deepEqual(rest, {
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: "How viral?" }],
      max_completion_tokens: 20,
      temperature: 0.7,
      top_p: 0.9,
      seed: 3,
      logprobs: true,
      top_logprobs: 20,
    });
    assert.equal((response_format as { type: string }).type, "json_schema");
  }));

Deno.test("createChatClient() honours Retry-After in seconds and milliseconds", () => {
  const headers: Record<string, string>[] = [{ "retry-after": "3" }, { "retry-after-ms": "4500" }];
  const script = ({ attempt }: ReceivedRequest) =>
    attempt > 2 ? good() : apiError(429, { message: "Slow down" }, headers[attempt - 1]);
  return withServer(script, async (server) => {
    const waits: number[] = [];
    const sleep = (ms: number) => Promise.resolve(waits.push(ms));
    await ask(testClient(server.baseUrl, { sleep }));
    assert.deepEqual(waits, [3000, 4500]);
  });
});

Deno.test("createChatClient() honours Retry-After as a date, whatever the time is", async () => {
  const until = (date: string) => () =>
    apiError(429, { message: "Slow down" }, { "retry-after": date });
  await withServer(until("Wed, 01 Jan 3000 00:00:00 GMT"), async (server) => {
    await assert.rejects(ask(testClient(server.baseUrl)), (error: Error) => {
      const [, seconds] = /tried 1 time; the server asks to wait (\d+) s/.exec(error.message)!;
      const years = Number(seconds) / (365.2425 * 86_400);
      return 2026 <= 3000 - years && 3000 - years < 2126;
    });
  });
  await withServer(until("Thu, 01 Jan 1970 00:00:00 GMT"), async (server) => {
    const waits: number[] = [];
    const sleep = (ms: number) => Promise.resolve(waits.push(ms));
    await assert.rejects(ask(testClient(server.baseUrl, { sleep, tries: 2 })), /tried 2 times/);
    assert.equal(waits.length, 1);
    assert.ok(waits[0]! > 0 && waits[0]! <= 500, `${waits} ms`); // a wait of the client's own
  });
});

Deno.test("createChatClient() drops what a model rejects after one probe, and says so", () => {
  const script = ({ body }: ReceivedRequest): Reply => {
    if ("temperature" in body) {
      return apiError(400, { message: "Unsupported value", param: "temperature" });
    }
    if ("response_format" in body) {
      return apiError(422, { message: "response_format: extra fields not permitted" });
    }
    if ("max_completion_tokens" in body) {
      return apiError(400, { message: "Unknown parameter", param: "max_completion_tokens" });
    }
    return good();
  };
  return withServer(script, async (server) => {
    const client = testClient(server.baseUrl, { concurrency: 10 });
    await Promise.all(Array.from({ length: 20 }, (_, sample) => ask(client, sample)));
    assert.equal(server.requests.length, 23); // three rejections, each once
    assert.deepEqual(client.rejectedParameters(), [
      "temperature",
      "response_format",
      "max_completion_tokens",
    ]);
    assert.deepEqual(Object.keys(server.requests.at(-1)!.body).sort(), [
      "max_tokens",
      "messages",
      "model",
      "seed",
    ]);
  });
});

Deno.test("createChatClient() drops log-probabilities that are forbidden by 403", () => {
  const script = ({ body }: ReceivedRequest) =>
    body.logprobs
      ? apiError(403, { message: "You are not allowed to request logprobs from this model." })
      : good();
  return withServer(script, async (server) => {
    const client = testClient(server.baseUrl);
    await ask(client, 0, { logprobs: true });
    assert.deepEqual(client.rejectedParameters(), ["logprobs"]);
    assert.ok(!("top_logprobs" in server.requests[1]!.body));
  });
});

/** How servers say that they do not know a field. */
const UNKNOWN_FIELDS = [
  {
    message: "Unsupported parameter: 'reasoning_effort' is not supported with this model.",
    param: "reasoning_effort",
    code: "unsupported_parameter",
  },
  { message: "[{'loc': ('body', 'reasoning_effort'), 'msg': 'Extra inputs are not permitted'}]" },
  { message: '"llama3" does not support thinking' },
];

Deno.test("createChatClient() leaves reasoning_effort out where it is not known, and says so once", async () => {
  for (const error of UNKNOWN_FIELDS) {
    const script = ({ body }: ReceivedRequest) =>
      "reasoning_effort" in body ? apiError(400, error) : good();
    await withServer(script, async (server) => {
      const said: string[] = [];
      const client = testClient(server.baseUrl, { say: (it) => said.push(it) });
      const effort = { reasoningEffort: "none" } as const;
      await Promise.all([ask(client, 0, effort), ask(client, 1, effort), ask(client, 2, effort)]);
      assert.equal(server.requests.length, 4, error.message);
      assert.deepEqual(client.rejectedParameters(), ["reasoning_effort"]);
      assert.equal(said.length, 1);
      assert.match(
        said[0]!,
        /^gpt-4o-mini does not know reasoning_effort, so it is left out and V/,
      );
    });
  }
});

/** How servers say that they do not know a value. */
const WRONG_VALUES = [
  {
    message: "Unsupported value: 'minimal' is not supported with the 'm' model. Supported values " +
      "are: 'low', 'high'.",
    param: "reasoning_effort",
    code: "unsupported_value",
  },
  {
    message: "[{'loc': ('body', 'reasoning_effort'), 'msg': \"Input should be 'low' or 'high'\"}]",
  },
  { message: 'invalid reasoning value: "minimal" (must be "low" or "high")' },
];

Deno.test("createChatClient() ends at the first call where a value of reasoning_effort is refused", async () => {
  for (const error of WRONG_VALUES) {
    await withServer(() => apiError(400, error), async (server) => {
      const client = testClient(server.baseUrl);
      const asked = Array.from(
        { length: 8 },
        (_, sample) => ask(client, sample, { reasoningEffort: "minimal" }),
      );
      for (const { status, reason } of await Promise.allSettled(asked) as PromiseRejectedResult[]) {
        assert.equal(status, "rejected");
        assert.equal(reason.facts.kind, "fatal");
        assert.ok(reason.message.includes(error.message), reason.message); // the server's own list
        assert.match(reason.message, /\(VIRANOVA_LLM_REASONING is minimal: gpt-4o-mini does not/);
      }
      assert.equal(server.requests.length, 1, error.message);
      assert.deepEqual(client.rejectedParameters(), []);
    });
  }
});

Deno.test("createChatClient() sends reasoning_effort only where it is set", () =>
  withServer(good, async (server) => {
    const client = testClient(server.baseUrl);
    await ask(client, 0);
    await ask(client, 1, { reasoningEffort: "xhigh" });
    const sent = server.requests.map(({ body }) => body.reasoning_effort);
    assert.deepEqual(sent, [undefined, "xhigh"]);
    assert.ok(!server.requests[0]!.text.includes("reasoning"));
  }));

Deno.test("createChatClient() tries slow_down again and a quota never", async () => {
  const script = (code: string, type: string) => ({ attempt }: ReceivedRequest) =>
    attempt > 1 ? good() : apiError(429, { message: "No", code, type });
  await withServer(script("slow_down", "rate_limit_error"), async (server) => {
    await ask(testClient(server.baseUrl));
    assert.equal(server.requests.length, 2);
  });
  const quotas = [
    ["insufficient_quota", "x"],
    ["credit_balance_exhausted", "insufficient_quota"],
    ["credit_balance_exhausted", "x"],
    ["organization_spend_limit_exceeded", "x"],
    ["project_spend_limit_exceeded", "x"],
    ["organization_usage_limit_exceeded", "x"],
  ] as const;
  for (const [code, type] of quotas) {
    await withServer(script(code, type), async (server) => {
      await assert.rejects(ask(testClient(server.baseUrl)), { name: "ChatError" }, code);
      assert.equal(server.requests.length, 1, code);
    });
  }
});

Deno.test("createChatClient() says of a model that is not found that it may have been retired", () => {
  const gone = { message: "The model `m` does not exist", code: "model_not_found" };
  return withServer(() => apiError(404, gone), async (server) => {
    await assert.rejects(ask(testClient(server.baseUrl)), {
      name: "ChatError",
      message: `The server answered 404 ${gone.message} (gpt-4o-mini may have been retired, or ` +
        `this key may not use it; ${server.baseUrl}/models lists what there is)`,
    });
    assert.equal(server.requests.length, 1);
  });
});

Deno.test("createChatClient() waits a minute and 20 ms for each token of the bound", () =>
  withServer(good, async (server) => {
    const waits: number[] = [];
    const startTimeout = (ms: number) => {
      waits.push(ms);
      return new AbortController().signal;
    };
    const client = testClient(server.baseUrl, { startTimeout, timeoutMs: undefined });
    await ask(client, 0);
    await ask(client, 1, { maxAnswerTokens: 25_000 });
    assert.deepEqual(waits, [61_280, 560_000]);
  }));

Deno.test("createChatClient() drops nothing for a request that is wrong in itself", () => {
  const error = {
    message: "You requested 9000 tokens in the messages, max_completion_tokens included",
    code: "context_length_exceeded",
  };
  return withServer(() => apiError(400, error), async (server) => {
    const client = testClient(server.baseUrl);
    await assert.rejects(ask(client), { name: "ChatError", message: /You requested 9000 tokens/ });
    assert.deepEqual([server.requests.length, client.rejectedParameters()], [1, []]);
  });
});

Deno.test("createChatClient() probes again with the next request after a failed one", () => {
  const script = ({ body, attempt }: ReceivedRequest) =>
    body.seed === 0 && attempt === 1 ? apiError(400, { message: "Never this one" }) : good();
  return withServer(script, async (server) => {
    const client = testClient(server.baseUrl);
    const results = await Promise.allSettled([ask(client, 0), ask(client, 1), ask(client, 2)]);
    assert.deepEqual(results.map(({ status }) => status), ["rejected", "fulfilled", "fulfilled"]);
  });
});

Deno.test("createChatClient() has at most so many calls under way", () =>
  withServer(good, async (server) => {
    const client = testClient(server.baseUrl, { concurrency: 3 });
    await ask(client);
    await Promise.all(Array.from({ length: 15 }, (_, sample) => ask(client, sample)));
    assert.equal(server.maxUnderWay(), 3);
  }, { gather: 3 }));

Deno.test("createChatClient() gives a slow answer up, headers and body alike", async () => {
  const expectTimeout = async (server: ChatServer) => {
    await assert.rejects(ask(testClient(server.baseUrl, { timeoutMs: 60, tries: 2 })), {
      name: "ChatError",
      message: `Cannot reach ${server.baseUrl}: no answer in time (tried 2 times)`,
    });
    assert.equal(server.requests.length, 2);
  };
  await withServer(() => ({ hang: true }), expectTimeout);
  await withServer(good, expectTimeout, { delayMs: 300 });
});

Deno.test("createChatClient() names a server that is not there", async () => {
  const server = await startChatServer(good);
  await server.close();
  await assert.rejects(ask(testClient(server.baseUrl, { tries: 1 })), {
    name: "ChatError",
    message:
      /^Cannot reach http:\/\/127\.0\.0\.1:\d+\/v1: no connection comes about \(.*refused\) \(tried 1/,
  });
});

Deno.test("createChatClient() gives money back only where nothing can be charged", () => {
  const replies: Reply[] = [
    apiError(429, { message: "Slow down" }),
    { drop: true },
    { body: "<html>" },
    { body: { choices: [], usage: { prompt_tokens: 4, completion_tokens: 1 } } },
    completion("fine", {
      usage: {
        prompt_tokens: 5,
        completion_tokens: 2,
        prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 1 },
      },
    }),
  ];
  return withServer(({ attempt }) => replies[attempt - 1]!, async (server) => {
    const ends: unknown[] = [];
    const note = (what: unknown) => Promise.resolve(void ends.push(what));
    const reserve = () => Promise.resolve({ charge: note, release: () => note("released") });
    const messages = [{ role: "user", content: "How viral?" } as const];
    await testClient(server.baseUrl).ask(chatBody({ model: "m", messages, sample: 0 }), reserve);
    const counted = { prompt: 5, answer: 2, cachedRead: 3, cacheWrite: 1 };
    const uncached = { prompt: 4, answer: 1, cachedRead: 0, cacheWrite: 0 };
    assert.deepEqual(ends, ["released", undefined, undefined, uncached, counted]);
  });
});

Deno.test("createChatClient() gives money back where no connection comes about", async () => {
  const server = await startChatServer(good);
  await server.close();
  const ends: string[] = [];
  const note = (what: string) => () => Promise.resolve(void ends.push(what));
  const reserve = () => Promise.resolve({ charge: note("charged"), release: note("released") });
  const messages = [{ role: "user", content: "How viral?" } as const];
  const client = testClient(server.baseUrl, { tries: 2 });
  await assert.rejects(client.ask(chatBody({ model: "m", messages, sample: 0 }), reserve));
  assert.deepEqual(ends, ["released", "released"]);
});

Deno.test("createChatClient() sends no request behind its own back when a connection breaks", () => {
  const script = ({ body }: ReceivedRequest): Reply => body.seed === 1 ? { drop: true } : good();
  return withServer(script, async (server) => {
    const client = testClient(server.baseUrl, { tries: 1 });
    await ask(client, 0);
    await assert.rejects(ask(client, 1), { message: /the connection broke/ });
    assert.equal(server.requests.length, 2);
  });
});

Deno.test("createChatClient() works without a key", () =>
  withServer(good, async (server) => {
    await ask(testClient(server.baseUrl, { apiKey: () => undefined }));
    assert.equal(server.requests[0]!.headers.authorization, "Bearer none");
  }));
