import assert from "assert";
import { join } from "node:path";
import { compareChatModels } from "lib/generators/compare_chat_models.ts";
import { tuneChatModel } from "lib/generators/tune_chat_model.ts";
import { readLlmSettings } from "lib/llm_settings.ts";
import { startChatServer } from "./_chat_server.ts";
import { type ChatService, createChatService } from "./_chat_service.ts";
import { TRAINING } from "./_fine_tuning.ts";
import { createFineTuningFake, type FineTuningFake } from "./_fine_tuning_server.ts";
import { KEY, makeVideos } from "./_scoring.ts";
import { inFolder } from "../_in_folder.ts";

const TUNED = "ft:gpt-4o-mini-2024-07-18:acme::abc";
const videos = makeVideos(6);

/** Does what the notebook does, as often as is asked, against services that behave as today's. */
async function runNotebookPart(
  variables: Readonly<Record<string, string>>,
  check: (
    it: {
      comparison: Awaited<ReturnType<typeof compareChatModels>>;
      chat: ChatService;
      fake: FineTuningFake;
      said: readonly string[];
    },
  ) => void,
  times = 1,
) {
  const [chat, fake] = [createChatService(), createFineTuningFake()];
  const server = await startChatServer(
    (it) => (it.path.endsWith("/chat/completions") ? chat : fake).script(it),
    { model: chat.model },
  );
  try {
    await inFolder(async (folder) => {
      const llm = readLlmSettings({
        VIRANOVA_LLM_MODEL: "gpt-4o-mini",
        VIRANOVA_LLM_BASE_URL: server.baseUrl,
        VIRANOVA_LLM_PRICES: "1,10",
        OPENAI_API_KEY: KEY,
        ...variables,
      })!;
      const ledger = join(folder, "spending.jsonl");
      const said: string[] = [];
      const tell = (sentence: string) => said.push(sentence);
      const client = { now: () => Date.parse("2026-11-28T12:00:00Z") };
      for (let time = 0; time < times; time++) {
        const { tunedModel } = await tuneChatModel(TRAINING, {
          ...{ llm, ledger, tell, folder: join(folder, "fine-tuning"), pollMs: 1 },
        });
        const standIn = { virality: 0.5, engagement: 0.5 };
        const comparison = await compareChatModels(videos, {
          ...{ llm, tunedModel, samples: 2, folder, ledger, standIn, client, tell },
        });
        check({ comparison, chat, fake, said });
      }
    });
  } finally {
    await server.close();
  }
}

const ROWS = ["gpt-4o-mini", TUNED].flatMap((name) =>
  ["one answer", "mean of 2", "token probabilities"].map((reading) => `${name}, ${reading}`)
);

/** What the chat service is owed in millionths of a dollar: 1 a token of the prompt, 10 of an answer. */
const owedTo = ({ bill }: ChatService) =>
  bill.reduce((sum, it) => sum + it.prompt_tokens + 10 * it.completion_tokens, 0);

Deno.test("compareChatModels() asks base and tuned model side by side by a job, which trains once however often it is run", () =>
  runNotebookPart(
    { VIRANOVA_LLM_FINE_TUNE: "1", VIRANOVA_LLM_TRAINING_PRICE: "3" },
    ({ comparison: { rows, spentDollars }, chat, fake, said }) => {
      assert.deepEqual(rows.map(({ model }) => model), ROWS);
      assert.deepEqual([fake.jobs.size, fake.uploads(), fake.charges.get("ftjob-1")], [1, 1, 1234]);
      assert.equal(chat.bill.length, 2 * 6 * 2); // models, videos, samples
      assert.equal(Math.round(1e6 * spentDollars!), 3 * 1234 + owedTo(chat));
      const notice = (name: string) =>
        said.findIndex((it) => it.startsWith(`${name} is shut down`));
      assert.match(said[notice("gpt-4o-mini")]!, /on 2027-01-14: 47 days are left/);
      assert.ok(notice(TUNED) > 0);
    },
    2,
  ));

Deno.test("compareChatModels() asks base and tuned model side by side by two names, with no job", () =>
  runNotebookPart(
    { VIRANOVA_LLM_TUNED_MODEL: TUNED },
    ({ comparison: { rows, spentDollars }, chat, fake }) => {
      assert.deepEqual(rows.map(({ model }) => model), ROWS);
      assert.deepEqual([fake.jobs.size, fake.uploads()], [0, 0]);
      assert.equal(Math.round(1e6 * spentDollars!), owedTo(chat));
    },
  ));

Deno.test("compareChatModels() asks an adapter at home beside its base, neither of which is to think", () =>
  runNotebookPart(
    {
      VIRANOVA_LLM_MODEL: "qwen3-vllm",
      VIRANOVA_LLM_TUNED_MODEL: "qwen3-llamacpp",
      VIRANOVA_LLM_REASONING: "none",
    },
    ({ comparison: { rows }, chat }) => {
      assert.equal(rows.length, 6);
      assert.ok(rows.every(({ missing }) => missing === 0));
      assert.equal(chat.bill.length, 24);
    },
  ));

Deno.test("compareChatModels() ends early where a model thinks its answers away, and tells what that cost", () =>
  runNotebookPart(
    { VIRANOVA_LLM_MODEL: "gpt-6-luna" },
    ({ comparison: { rows, told, spentDollars }, chat }) => {
      assert.deepEqual(rows, []);
      assert.ok(chat.bill.length <= 8, `${chat.bill.length}`); // as many as run at once
      assert.match(told.join("\n"), /VIRANOVA_LLM_REASONING .* VIRANOVA_LLM_MAX_ANSWER_TOKENS/);
      assert.equal(Math.round(1e6 * spentDollars!), owedTo(chat));
      assert.equal(told.at(-1), `$${(owedTo(chat) / 1e6).toFixed(4)} are spent in all so far.`);
    },
  ));
