import assert from "assert";
import { join } from "node:path";
import type { ChatClientOptions } from "lib/generators/chat_client.ts";
import type { ChatScoringOptions } from "lib/generators/chat_scoring_options.ts";
import { describeChatScores } from "lib/generators/describe_chat_scores.ts";
import { withSpending } from "lib/generators/spending.ts";
import { findTokenPrices } from "lib/generators/token_prices.ts";
import { readLlmSettings } from "lib/llm_settings.ts";
import type { Video } from "lib/types.ts";
import {
  apiError,
  type ChatServer,
  type ChatServerOptions,
  completion,
  type ReceivedRequest,
  type Reply,
  startChatServer,
} from "./_chat_server.ts";
import { type ChatService, createChatService } from "./_chat_service.ts";
import { makeVideos, score, testClient } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

const LUNA = findTokenPrices({ model: "gpt-6-luna", baseUrl: "https://api.openai.com/v1" }).prices!;

/** The sampling that environment variables ask for. */
function samplingFor(variables: Readonly<Record<string, string>> = {}) {
  const named = { VIRANOVA_LLM_MODEL: "m", OPENAI_API_KEY: "k" };
  return readLlmSettings({ ...named, ...variables })!.sampling;
}

/** A prompt that the service counts as so many tokens: a fourth of `[{"role":…,"content":"…"}]`. */
function promptOf(tokens: number): ChatScoringOptions["promptFor"] {
  const characters = 4 * tokens - 30;
  return ({ videoId }: Video) => [{ role: "user", content: videoId.padEnd(characters, "x") }];
}

interface Case {
  readonly server: ChatServer;
  readonly folder: string;
  ask(
    videos: number,
    options?: Partial<Omit<ChatScoringOptions, "client">>,
    client?: Partial<ChatClientOptions>,
  ): ReturnType<typeof score>;
}

/** Asks a model of a server with the prices of gpt-6-luna and prompts of 100 tokens. */
async function withModel(
  model: string,
  script: (request: ReceivedRequest) => Reply,
  test: (it: Case) => Promise<void>,
  options: ChatServerOptions = {},
) {
  const server = await startChatServer(script, options);
  try {
    await inFolder((folder) => {
      const ask: Case["ask"] = (videos, options = {}, client = {}) =>
        score(makeVideos(videos), {
          client: testClient(server.baseUrl, { model, ...client }),
          folder,
          prices: LUNA,
          limitDollars: 1,
          promptFor: promptOf(100),
          sampling: samplingFor(),
          ...options,
        });
      return test({ server, folder, ask });
    });
  } finally {
    await server.close();
  }
}

function withService(model: string, test: (it: Case & { service: ChatService }) => Promise<void>) {
  const service = createChatService();
  return withModel(
    model,
    service.script,
    (it) => test({ ...it, service }),
    { model: service.model },
  );
}

/** Billionths of a dollar that a folder's ledger holds. */
async function nanodollarsIn(folder: string): Promise<number> {
  const options = { limitDollars: 1, prices: LUNA };
  const spent = await withSpending(
    join(folder, "spending.jsonl"),
    options,
    (spending) => Promise.resolve(spending.spentDollars()),
  );
  return Math.round(spent * 1e9);
}

Deno.test("scoreWithChat() stops after as many empty answers as run at once, with nothing set", () =>
  withService("gpt-6-luna", async ({ ask, service, server, folder }) => {
    const scores = await ask(20, { samples: 8 });
    assert.equal(service.bill.length, 8);
    assert.equal(server.requests.length, 8);
    // 8 answers, each 100 tokens at 0.10 and 64 at 0.50 dollars a million: 42 millionths
    assert.equal(
      scores.stopped,
      "gpt-6-luna thinks its answers away: the first 8 answers are empty and cut off at the bound; " +
        "512 tokens were thought away for $0.000336. Set VIRANOVA_LLM_REASONING to none, or the " +
        "least that the model takes, or raise VIRANOVA_LLM_MAX_ANSWER_TOKENS, in which thoughts count",
    );
    assert.equal(await nanodollarsIn(folder), 336_000);
    assert.deepEqual(scores.predictions, []);
    assert.equal(scores.failures.length, 20);
    assert.deepEqual(scores.counts, { usable: 0, askedAgain: 0, unusable: 8, unanswered: 152 });
    assert.match(scores.failures[19]!.reason, /^not asked any more: gpt-6-luna thinks its answers/);
    const told = describeChatScores("gpt-6-luna", scores);
    assert.match(
      told,
      /^gpt-6-luna: 0 answers usable, 8 unusable, 152 not given; \$0\.000336 spent/,
    );
    assert.ok(told.includes(scores.stopped!));
  }));

Deno.test("scoreWithChat() serves no empty answer again and keeps what it cost in the ledger", () =>
  withService("gpt-6-luna", async ({ ask, service, folder }) => {
    await ask(20);
    const sampling = samplingFor({ VIRANOVA_LLM_MAX_ANSWER_TOKENS: "64" });
    const again = await ask(20, { sampling });
    assert.equal(service.bill.length, 16);
    assert.deepEqual(again.predictions, []);
    assert.equal(await nanodollarsIn(folder), 2 * 336_000);
  }));

Deno.test("scoreWithChat() stops where fewer answers are asked for than run at once", () =>
  withService("gpt-6-luna", async ({ ask, service }) => {
    const { stopped } = await ask(3);
    assert.match(stopped!, /the first 3 answers are empty .* 192 tokens were thought away/);
    assert.equal(service.bill.length, 3);
    assert.match((await ask(1)).stopped!, /: the first answer is empty and cut off/);
  }));

Deno.test("scoreWithChat() has every answer of gpt-6-luna usable without thinking, and its cost to the digit", () =>
  withService("gpt-6-luna", async ({ ask, service, folder }) => {
    const sampling = samplingFor({ VIRANOVA_LLM_REASONING: "none" });
    const first = await ask(20, { samples: 8, sampling });
    assert.deepEqual(first.counts, { usable: 160, askedAgain: 0, unusable: 0, unanswered: 0 });
    assert.deepEqual([first.stopped, first.rejectedParameters], [undefined, []]);
    // 160 answers, each 100 tokens at 0.10 and 13 at 0.50 dollars a million: 16.5 millionths
    assert.equal(await nanodollarsIn(folder), 160 * 16_500);
    const again = await ask(20, { samples: 8, sampling });
    assert.deepEqual(again.predictions, first.predictions);
    assert.equal(service.bill.length, 160);
  }));

Deno.test("scoreWithChat() charges the writes and reads of the server's cache as it counts them", () =>
  withService("gpt-6-luna", async ({ ask, service, folder }) => {
    const sampling = samplingFor({ VIRANOVA_LLM_REASONING: "none" });
    await ask(2, { samples: 3, sampling, promptFor: promptOf(1500) });
    const cached = service.bill.map((it) => it.prompt_tokens_details!.cached_tokens!);
    assert.deepEqual(cached.toSorted((a, b) => a - b), [0, 0, 1408, 1408, 1408, 1408]);
    // A write: 92 * 0.10 + 1408 * 0.125 + 13 * 0.50 = 191.7; a read: 9.2 + 1408 * 0.01 + 6.5 = 29.78
    assert.equal(await nanodollarsIn(folder), 2 * 191_700 + 4 * 29_780);
  }));

Deno.test("scoreWithChat() takes a model that refuses temperature and log-probabilities while it thinks", async () => {
  for (const model of ["gpt-6.2-sol", "gpt-6-luna-403"]) {
    await withService(model, async ({ ask }) => {
      const sampling = samplingFor({ VIRANOVA_LLM_MAX_ANSWER_TOKENS: "25000" });
      const { counts, rejectedParameters } = await ask(4, { sampling, read: "both" });
      assert.equal(counts.usable, 4, model);
      const temperature = model === "gpt-6.2-sol" ? ["temperature"] : [];
      assert.deepEqual(rejectedParameters, [...temperature, "logprobs"]);
    });
  }
});

Deno.test("scoreWithChat() ends at the first call where the model cannot do without thinking", () =>
  withService("gpt-6.2-sol", async ({ ask, server, folder }) => {
    const sampling = samplingFor({ VIRANOVA_LLM_REASONING: "none" });
    const { stopped, counts } = await ask(20, { samples: 8, sampling });
    assert.equal(server.requests.length, 1);
    assert.equal(counts.unanswered, 160);
    assert.match(stopped!, /Supported values are: 'low', 'medium', 'high', 'xhigh', 'max'\./);
    assert.match(stopped!, /VIRANOVA_LLM_REASONING is none/);
    assert.equal(await nanodollarsIn(folder), 0);
  }));

Deno.test("scoreWithChat() asks a model that does not think without the effort, and says so", () =>
  withService("gpt-4o-mini", async ({ ask }) => {
    const said: string[] = [];
    const sampling = samplingFor({ VIRANOVA_LLM_REASONING: "none" });
    const client = { say: (it: string) => said.push(it) };
    const { counts, rejectedParameters } = await ask(4, { sampling }, client);
    assert.equal(counts.usable, 4);
    assert.deepEqual(rejectedParameters, ["reasoning_effort"]);
    assert.match(said.join(), /^gpt-4o-mini does not know reasoning_effort/);
  }));

Deno.test("scoreWithChat() never takes thoughts of servers at home for an answer", async () => {
  for (const model of ["qwen3-vllm", "qwen3-llamacpp", "qwen3-think-in-content"]) {
    await withService(model, async ({ ask, service }) => {
      const cut = await ask(20);
      assert.match(cut.stopped!, /^qwen3-.* the first 8 answers are empty/, model);
      assert.equal(service.bill.length, 8, model);
      const sampling = samplingFor({ VIRANOVA_LLM_MAX_ANSWER_TOKENS: "2000" });
      const whole = await ask(20, { sampling });
      assert.equal(whole.counts.usable, 20, model);
      const thought = { virality: 0.1, engagement: 0.2 }; // what all thoughts of the service say
      assert.ok(whole.predictions.some(({ predicted }) => predicted.virality !== thought.virality));
      assert.ok(
        whole.predictions.some(({ predicted }) => predicted.engagement !== thought.engagement),
      );
    });
  }
});

const USAGE = {
  prompt_tokens: 100,
  completion_tokens: 64,
  completion_tokens_details: { reasoning_tokens: 60 },
};
const lost = () => completion("", { finishReason: "length", usage: USAGE });
const good = () => completion('{"virality": 1, "engagement": 2}', { usage: USAGE });

/** Answers whose call, counted from 0, a list holds are lost. */
function losing(isLost: (call: number) => boolean) {
  let call = 0;
  return () => isLost(call++) ? lost() : good();
}

const oneAtATime = { concurrency: 1 };

Deno.test("scoreWithChat() stops when more than half of the last 32 answers are empty", () =>
  withModel("m", losing((call) => call >= 15), async ({ ask, server }) => {
    const { stopped, counts } = await ask(100, {}, oneAtATime);
    assert.equal(server.requests.length, 32); // 15 good, 17 empty
    assert.deepEqual([counts.usable, counts.unusable, counts.unanswered], [15, 17, 68]);
    // 17 answers of 60 tokens of thoughts, 42 millionths of a dollar each
    assert.match(
      stopped!,
      /: 17 of the last 32 answers are empty .* 1,020 tokens were thought away for \$0\.000714\./,
    );
  }));

Deno.test("scoreWithChat() looks at no more than the last 32 answers", () =>
  withModel("m", losing((call) => call >= 40), async ({ ask, server }) => {
    const { counts } = await ask(100, {}, oneAtATime);
    assert.equal(server.requests.length, 57); // of the last 32, 15 are good and 17 empty
    assert.equal(counts.usable, 40);
  }));

Deno.test("scoreWithChat() goes on while half of the answers are empty", () =>
  withModel("m", losing((call) => call % 2 === 1), async ({ ask, server }) => {
    const { stopped, counts } = await ask(100, {}, oneAtATime);
    assert.equal(stopped, undefined);
    assert.deepEqual([counts.usable, counts.unusable], [50, 50]);
    assert.equal(server.requests.length, 100); // none a second time
  }));

Deno.test("scoreWithChat() lets no call more out before the first answers are judged, though some fail", () => {
  const script = ({ text }: ReceivedRequest) =>
    /video-[025]x/.test(text) ? apiError(400, { message: "Never this one" }) : lost();
  return withModel("m", script, async ({ ask, server }) => {
    const { stopped, counts } = await ask(40, {}, { concurrency: 4 });
    assert.match(stopped!, /: the first 4 answers are empty/);
    const charged = [...server.charges.values()].reduce((sum, times) => sum + times, 0);
    assert.equal(charged, 4);
    assert.deepEqual([counts.unusable, counts.unanswered], [4, 36]);
  }, { delayMs: 5 });
});

Deno.test("scoreWithChat() opens up with the first answer that says something", () => {
  const script = ({ text }: ReceivedRequest) => /video-3x/.test(text) ? good() : lost();
  return withModel("m", script, async ({ ask, server }) => {
    const { stopped } = await ask(20, {}, { concurrency: 4 });
    assert.equal(stopped, undefined); // fewer than 32 answers
    assert.equal(server.requests.length, 20);
  });
});

Deno.test("scoreWithChat() asks firmly after an odd answer, not after one that was cut off", () => {
  const script = ({ text }: ReceivedRequest) => {
    if (text.includes("must be the JSON object alone")) return good();
    return /video-0x/.test(text)
      ? completion("Well, virality", { finishReason: "length" })
      : completion("Well.");
  };
  return withModel("m", script, async ({ ask, server }) => {
    const { counts, failures } = await ask(2);
    assert.deepEqual(counts, { usable: 1, askedAgain: 1, unusable: 1, unanswered: 0 });
    assert.match(failures[0]!.reason, /^neither JSON .*cut off at the bound on answers \(VIRANOVA/);
    assert.equal(server.requests.length, 3);
  });
});
