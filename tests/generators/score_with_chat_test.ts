import assert from "assert";
import { createGenerator } from "lib/random.ts";
import {
  apiError,
  type ChatServer,
  type ChatServerOptions,
  completion,
  type ReceivedRequest,
  type Reply,
  scoresFor,
  startChatServer,
} from "./_chat_server.ts";
import { KEY, makeVideos, score, testClient } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

const USAGE = { prompt_tokens: 150, completion_tokens: 12 };

const goodAnswer = ({ text }: ReceivedRequest): Reply =>
  completion(JSON.stringify(scoresFor(text)), { usage: USAGE });

const FAULTS: readonly ((request: ReceivedRequest) => Reply)[] = [
  () => apiError(429, { message: "Slow down" }, { "retry-after": "1" }),
  () => apiError(500, { message: "Oops" }),
  () => ({ drop: true }),
  () => ({ hang: true }),
  () => ({ body: '{"choices": [', charged: true }),
  () => completion(null, { refusal: "I cannot rate people." }),
  () => ({ body: { choices: [] }, charged: true }),
];

/** Gives requests up as soon as a server hangs, so that no answer that is only slow is given up. */
function createTimeouts(script: (request: ReceivedRequest) => Reply) {
  const open = new Map<string, AbortController>();
  return {
    script(request: ReceivedRequest): Reply {
      const reply = script(request);
      const giveUp = () => open.get(request.text)!.abort(new DOMException("late", "TimeoutError"));
      if ("hang" in reply) setTimeout(giveUp, 0); // once half of the answer is out
      return reply;
    },
    startTimeout(_ms: number, fields: Readonly<Record<string, unknown>>): AbortSignal {
      const controller = new AbortController();
      open.set(JSON.stringify(fields), controller);
      return controller.signal;
    },
  };
}

/** Misbehaves on a fifth of all requests, in each way alike, and always on two of the videos. */
function faultyScript(seed: number) {
  const generator = createGenerator(seed);
  return (request: ReceivedRequest): Reply => {
    if (/clip number 7,/.test(request.text)) return apiError(503, { message: "Never you" });
    if (/clip number 8,/.test(request.text)) return completion("I would rather not.");
    if (generator.uniform() >= 0.2) return goodAnswer(request);
    return FAULTS[generator.integer(FAULTS.length - 1)]!(request);
  };
}

async function withServer(
  script: (request: ReceivedRequest) => Reply,
  test: (server: ChatServer, folder: string) => Promise<void>,
  options: ChatServerOptions = {},
) {
  const server = await startChatServer(script, options);
  try {
    await inFolder((folder) => test(server, folder));
  } finally {
    await server.close();
  }
}

Deno.test("scoreWithChat() ends every video with an answer or a reason over 1,000 requests, a fifth of them faulty", () => {
  const { script, startTimeout } = createTimeouts(faultyScript(3));
  return withServer(script, async (server, folder) => {
    const videos = makeVideos(350);
    const waits: number[] = [];
    const sleep = (ms: number) => Promise.resolve(waits.push(ms));
    const client = testClient(server.baseUrl, { concurrency: 16, sleep, startTimeout });
    const scores = await score(videos, { client, folder, samples: 3 });
    assert.ok(server.requests.length > 1000, `${server.requests.length} requests`);
    const ids = [...scores.predictions, ...scores.failures].map(({ videoId }) => videoId);
    assert.deepEqual(ids.sort(), videos.map(({ videoId }) => videoId).sort());
    const reasons = Object.fromEntries(scores.failures.map((it) => [it.videoId, it.reason]));
    assert.match(reasons["video-7"]!, /503 Never you \(tried 6 times\) \(3 samples\)$/);
    assert.match(reasons["video-8"]!, /neither JSON nor two named scores in the answer "I would/);
    for (const { samples, problems } of scores.predictions) {
      assert.ok(samples.length >= 1 && (samples.length === 3 || problems.length > 0));
    }
    assert.ok(scores.counts.askedAgain > 10);
    assert.equal(server.maxUnderWay(), 16);
    const charged = [...server.charges.values()].reduce((sum, times) => sum + times, 0);
    assert.ok(scores.dollars >= charged * (150 + 12) / 1e6, `$${scores.dollars} for ${charged}`);
    assert.ok(waits.length > 50);
    assert.ok(waits.filter((ms) => ms >= 1000).length > 10); // Retry-After: 1
  }, { gather: 16 });
});

Deno.test("scoreWithChat() repeats a finished run offline, to the digit and for nothing", () =>
  inFolder(async (folder) => {
    const videos = makeVideos(12);
    const server = await startChatServer(goodAnswer);
    const client = testClient(server.baseUrl);
    const first = await score(videos, { client, folder, samples: 2 });
    await server.close();
    const again = await score(videos, { client, folder, samples: 2 });
    assert.deepEqual(again.predictions, first.predictions);
    assert.equal(first.dollars, 24 * (150 + 12) / 1e6);
    assert.equal(again.dollars, 0);
    assert.equal(server.requests.length, 24);
  }));

Deno.test("scoreWithChat() averages what the answers say and tells their spread", () => {
  const said = [{ virality: 25, engagement: 50 }, { virality: 75, engagement: 50 }];
  const script = ({ body }: ReceivedRequest) => completion(JSON.stringify(said[Number(body.seed)]));
  return withServer(script, async (server, folder) => {
    const [video] = makeVideos(1);
    const client = testClient(server.baseUrl);
    const { predictions } = await score([video!], { client, folder, samples: 2 });
    assert.deepEqual(predictions, [{
      videoId: "video-0",
      predicted: { virality: 0.5, engagement: 0.5 },
      actual: video!.scores,
      samples: [{ virality: 0.25, engagement: 0.5 }, { virality: 0.75, engagement: 0.5 }],
      spread: { virality: Math.sqrt(0.125), engagement: 0 },
      expectation: undefined,
      problems: [],
    }]);
  });
});

Deno.test("scoreWithChat() asks for a text that two videos share once", () =>
  withServer(goodAnswer, async (server, folder) => {
    const [video] = makeVideos(1);
    const twins = [video!, { ...video!, videoId: "twin" }];
    const scores = await score(twins, { client: testClient(server.baseUrl), folder });
    assert.equal(scores.predictions.length, 2);
    assert.equal(server.requests.length, 1);
  }, { delayMs: 20 }));

Deno.test("scoreWithChat() asks once more firmly, then calls the sample unusable", () => {
  const script = ({ text }: ReceivedRequest) => {
    const firm = text.includes("must be the JSON object alone");
    if (/clip number 0,/.test(text)) {
      return completion(firm ? '{"virality": 1, "engagement": 2}' : "?");
    }
    return completion(null, { refusal: "No." });
  };
  return withServer(script, async (server, folder) => {
    const scores = await score(makeVideos(2), { client: testClient(server.baseUrl), folder });
    assert.deepEqual(scores.predictions.map(({ predicted }) => predicted), [
      { virality: 0.01, engagement: 0.02 },
    ]);
    assert.deepEqual(scores.failures, [{ videoId: "video-1", reason: "the model refused: No." }]);
    assert.deepEqual(scores.counts, { usable: 1, askedAgain: 1, unusable: 1, unanswered: 0 });
    assert.equal(server.requests.length, 4);
  });
});

/** An answer of single tokens, virality 40 or 60 with equal probability. */
const LOGPROBS = {
  content: ['{"', "virality", '":', "40", ',"', "engagement", '":', "10", "}"].map((token) => ({
    token,
    logprob: Math.log(token === "40" ? 0.5 : 1),
    top_logprobs: token === "40"
      ? ["40", "60"].map((it) => ({ token: it, logprob: Math.log(0.5) }))
      : [{ token, logprob: 0 }],
  })),
};

Deno.test("scoreWithChat() reads the tokens' probabilities where it is asked to", () => {
  const script = ({ body }: ReceivedRequest) =>
    completion('{"virality":40,"engagement":10}', { logprobs: body.logprobs ? LOGPROBS : null });
  return withServer(script, async (server, folder) => {
    const client = testClient(server.baseUrl);
    const read = async (way: "tokens" | "both" | "samples") =>
      (await score(makeVideos(1), { client, folder, read: way })).predictions[0]!;
    const [tokens, both, samples] = [
      await read("tokens"),
      await read("both"),
      await read("samples"),
    ];
    assert.deepEqual(tokens.predicted, { virality: 0.5, engagement: 0.1 });
    assert.deepEqual(both.predicted, { virality: 0.4, engagement: 0.1 });
    assert.deepEqual(both.expectation!.scores, tokens.predicted);
    assert.deepEqual(both.expectation!.truncatedMass, { virality: 0, engagement: 0 });
    assert.equal(samples.expectation, undefined);
  });
});

Deno.test("scoreWithChat() says so where a server gives no log-probabilities", () =>
  withServer(goodAnswer, async (server, folder) => {
    const client = testClient(server.baseUrl);
    const { failures } = await score(makeVideos(1), { client, folder, read: "tokens", samples: 2 });
    assert.deepEqual(failures, [{
      videoId: "video-0",
      reason: "no reading of the tokens: the server gives no log-probabilities (2 samples)",
    }]);
  }));

Deno.test("scoreWithChat() says what is asked, what it may cost and until when, before the first call", async () => {
  const model = () => ({ body: { id: "gpt-4o-mini", shutdown_date: "2027-01-14" } });
  await withServer(goodAnswer, async (server, folder) => {
    const now = () => Date.UTC(2026, 10, 28);
    const client = testClient(server.baseUrl, { now });
    const said: string[] = [];
    const say = (sentence: string) => said.push(`${server.requests.length}: ${sentence}`);
    const scores = await score(makeVideos(2), { client, folder, samples: 3, limitDollars: 2, say });
    assert.equal(said.length, 2);
    assert.match(
      said[0]!,
      /^0: 2 videos, 1 model \(gpt-4o-mini\): 6 answers, 0 of them kept from before; at most 12 calls and \$0\.\d{4}, second tries included; \$2\.0000 of the limit of \$2 are left$/,
    );
    assert.equal(said[1], `0: ${scores.shutdown}`);
    assert.match(scores.shutdown!, /^gpt-4o-mini is shut down on 2027-01-14: 47 days are left$/);
    assert.equal(server.looks.length, 1);
    await score(makeVideos(2), { client, folder, samples: 3, say });
    assert.deepEqual([said.length, server.looks.length], [2, 1]); // nothing to ask, nothing to say
  }, { model });
});

Deno.test("scoreWithChat() refuses before the first call what may cost more than is left", () =>
  withServer(goodAnswer, async (server, folder) => {
    const client = testClient(server.baseUrl);
    await assert.rejects(score(makeVideos(50), { client, folder, limitDollars: 0.001 }), {
      name: "SpendingLimitError",
      message:
        /^Asking gpt-4o-mini for 50 answers may cost \$0\.\d{4} with second tries, more than the \$0\.0010/,
    });
    assert.equal(server.requests.length, 0);
  }));

// An answer may have 64 tokens, 1 cent at 156.25 dollars a million; the server charges half a cent.
const CENTS = { prices: { input: 0, output: 156.25 }, overLimit: "spend" as const };
const HALF_A_CENT = { prompt_tokens: 10, completion_tokens: 32 };
const halfCentAnswer = () => completion('{"virality": 1, "engagement": 2}', { usage: HALF_A_CENT });

Deno.test("scoreWithChat() spends up to the limit and not a cent more, over several runs", () =>
  withServer(halfCentAnswer, async (server, folder) => {
    const client = testClient(server.baseUrl, { concurrency: 1 });
    const options = { client, folder, ...CENTS };
    const first = await score(makeVideos(20), { ...options, limitDollars: 0.05 });
    // After 9 calls 4.5 cents are gone, and another could cost a whole cent.
    assert.equal(server.requests.length, 9);
    assert.equal(first.dollars, 0.045);
    assert.equal(first.predictions.length, 9);
    assert.match(first.failures[0]!.reason, /^A call may cost \$0\.010000, more than is left of/);
    assert.match(first.failures[1]!.reason, /^not asked any more: A call may cost/);
    await score(makeVideos(20), { ...options, limitDollars: 0.05 });
    assert.equal(server.requests.length, 9);
    const more = await score(makeVideos(20), { ...options, limitDollars: 0.055 });
    assert.equal(server.requests.length, 10);
    assert.equal(Math.round(more.dollars * 1e9), 5_000_000);
  }));

Deno.test("scoreWithChat() keeps the limit with many calls under way and charges that get lost", () => {
  const generator = createGenerator(5);
  const script = (): Reply => {
    if (generator.uniform() < 0.2) return { body: "", charged: true };
    return generator.uniform() < 0.2 ? { drop: true } : halfCentAnswer();
  };
  return withServer(script, async (server, folder) => {
    const client = testClient(server.baseUrl, { concurrency: 8 });
    const options = { client, folder, ...CENTS, limitDollars: 0.3 };
    const { dollars } = await score(makeVideos(100), options);
    const charged = [...server.charges.values()].reduce((sum, times) => sum + times, 0);
    assert.ok(charged * 0.005 <= dollars && dollars <= 0.3, `${charged} charged, $${dollars}`);
    assert.ok(dollars > 0.2);
  });
});

Deno.test("scoreWithChat() stops asking when no later call can succeed", () => {
  const broke = { message: "You exceeded your current quota", code: "insufficient_quota" };
  return withServer(() => apiError(429, broke), async (server, folder) => {
    const client = testClient(server.baseUrl, { concurrency: 2 });
    const { failures, counts } = await score(makeVideos(30), { client, folder });
    assert.ok(server.requests.length <= 2);
    assert.equal(failures.length, 30);
    assert.equal(counts.unanswered, 30);
    assert.match(failures[29]!.reason, /^not asked any more: The server answered 429 You exceeded/);
  });
});

Deno.test("scoreWithChat() never lets the key out, not even when the server repeats it", () => {
  const script = ({ headers, text }: ReceivedRequest): Reply => {
    const key = headers.authorization!.replace("Bearer ", "");
    if (/clip number 0,/.test(text)) {
      return apiError(400, { message: `Incorrect: ${key}, sk-ab**yz` });
    }
    if (/clip number 1,/.test(text)) return completion(`I know ${key}`);
    if (/clip number 2,/.test(text)) return { status: 500, body: key };
    return { ...completion('{"virality": 1, "engagement": 2}'), headers: { "x-key": key } };
  };
  return withServer(script, async (server, folder) => {
    const client = testClient(server.baseUrl);
    const scores = await score(makeVideos(4), { client, folder });
    assert.equal(server.requests[0]!.headers.authorization, `Bearer ${KEY}`);
    const [, shown] = scores.failures.map(({ reason }) => reason);
    assert.match(shown!, /I know \[key\]/);
    assert.match(scores.failures[0]!.reason, /Incorrect: \[key\], \[key\]/);
    const kept = await readAll(folder);
    assert.ok(kept.length > 4);
    const shownObjects = [scores, client].map((it) =>
      Deno.inspect(it, { depth: 9, showHidden: true })
    );
    const everything = [...shownObjects, JSON.stringify(scores), ...kept].join();
    assert.ok(!everything.includes(KEY) && !everything.includes("sk-ab"));
  });
});

/** The text of every file below a folder. */
async function readAll(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const texts = entries.map(async ({ name, isDirectory }) =>
    isDirectory
      ? await readAll(`${folder}/${name}`)
      : [await Deno.readTextFile(`${folder}/${name}`)]
  );
  return (await Promise.all(texts)).flat();
}

const CHILD = new URL("./_scoring_child.ts", import.meta.url).pathname;

function startChild(server: ChatServer, folder: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", CHILD, server.baseUrl, folder],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("scoreWithChat() goes on after a kill, and at most the calls under way are charged twice", () =>
  withServer(goodAnswer, async (server, folder) => {
    const child = startChild(server, folder);
    while (server.requests.length < 40) await new Promise((later) => setTimeout(later, 2));
    child.kill("SIGKILL");
    await child.output();
    assert.ok(server.requests.length < 120);
    const { success, stdout, stderr } = await startChild(server, folder).output();
    const output = new TextDecoder().decode(stdout);
    const progress = new TextDecoder().decode(stderr);
    assert.ok(success, progress);
    assert.equal(JSON.parse(output).predictions, 60);
    assert.match(progress, /120\/120 answers · [\d.]+ answers\/s/);
    assert.ok(!progress.includes(KEY) && !output.includes(KEY));
    const times = [...server.charges.values()];
    assert.equal(times.length, 120);
    const twice = times.filter((count) => count > 1);
    assert.ok(twice.length <= 4 && twice.every((count) => count === 2), `${twice}`);
    assert.equal(server.maxUnderWay(), 4);
    const charged = times.reduce((sum, count) => sum + count, 0) * (150 + 12) / 1e6;
    assert.ok(JSON.parse(output).spentDollars >= charged - 1e-12);
  }, { delayMs: 10, gather: 4 }));
