import { createHash } from "node:crypto";
import {
  apiError,
  completion,
  type ReceivedRequest,
  type Reply,
  type Usage,
} from "./_chat_server.ts";

/** How a model behaves. */
interface ServiceModel {
  /** Effort unless one is asked for; unset: it does not think. */
  readonly thinks?: string;
  /** Efforts that it takes; unset: any, as servers at home do. */
  readonly efforts?: readonly string[];
  /** Which temperatures it takes while it thinks: any, only 1, or not even the field. */
  readonly temperature: "any" | "one" | "never";
  /** Where a server at home puts thoughts. */
  readonly thoughts?: "reasoning" | "reasoning_content" | "content";
  /** Refuses log-probabilities by 403 instead of 400. */
  readonly forbidsLogprobs?: true;
  readonly shutdown?: string;
}

const EFFORTS = ["none", "low", "medium", "high", "xhigh", "max"];

/** Models as found on 2026-11-28. */
const MODELS: Readonly<Record<string, ServiceModel>> = {
  "gpt-6-luna": { thinks: "medium", efforts: EFFORTS, temperature: "one" },
  "gpt-6-luna-403": {
    thinks: "medium",
    efforts: EFFORTS,
    temperature: "one",
    forbidsLogprobs: true,
  },
  "gpt-6.2-sol": { thinks: "medium", efforts: EFFORTS.slice(1), temperature: "never" },
  "gpt-5-nano": {
    thinks: "medium",
    efforts: ["minimal", "low", "medium", "high"],
    temperature: "one",
    shutdown: "2026-12-11",
  },
  "gpt-4o-mini": { efforts: [], temperature: "any", shutdown: "2027-01-14" },
  "ft:gpt-4o-mini-2024-07-18:acme::abc": {
    efforts: [],
    temperature: "any",
    shutdown: "2027-01-14",
  },
  "qwen3-vllm": { thinks: "on", temperature: "any", thoughts: "reasoning" },
  "qwen3-llamacpp": { thinks: "on", temperature: "any", thoughts: "reasoning_content" },
  "qwen3-think-in-content": { thinks: "on", temperature: "any", thoughts: "content" },
};

/** Tokens of thoughts by effort, on average. */
const THOUGHTS: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 8,
  low: 60,
  medium: 320,
  high: 900,
  xhigh: 2000,
  max: 6000,
  on: 420,
};

/** Tokens of every answer, as the service counts them. */
export const ANSWER_TOKENS = 13;

/** A chat service with thinking models, a prompt cache and shutdown dates. */
export interface ChatService {
  /** Answers chat requests; others by 404. */
  readonly script: (request: ReceivedRequest) => Reply;
  /** Answers looks at single models. */
  readonly model: (request: ReceivedRequest) => Reply;
  /** What was charged for, the first call first. */
  readonly bill: readonly Usage[];
}

/** Makes a service that nobody has asked yet. */
export function createChatService(): ChatService {
  const bill: Usage[] = [];
  const cached = new Set<string>();

  /** From 1,024 tokens on a prompt is written to the cache in blocks of 128, then read from it. */
  function countPrompt(body: ChatFields, isCached: boolean) {
    const prompt = Math.ceil(JSON.stringify(body.messages).length / 4);
    const block = isCached && prompt >= 1024 ? prompt - prompt % 128 : 0;
    const key = JSON.stringify([body.model, body.messages]);
    const isKnown = cached.has(key);
    if (block > 0) cached.add(key);
    const [cached_tokens, cache_write_tokens] = isKnown ? [block, 0] : [0, block];
    return { prompt_tokens: prompt, prompt_tokens_details: { cached_tokens, cache_write_tokens } };
  }

  function answer(body: ChatFields, model: ServiceModel, effort: string): Reply {
    const thoughts = thoughtsOf(body, effort);
    const room = body.max_completion_tokens - thoughts;
    const isDone = room >= ANSWER_TOKENS;
    const [virality, engagement] = digestOf(body, effort).subarray(1, 3).map((it) => it % 101);
    const text = isDone ? `{"virality": ${virality}, "engagement": ${engagement}}` : "";
    const usage = {
      ...countPrompt(body, model.efforts !== undefined && model.thinks !== undefined),
      completion_tokens: thoughts + (isDone ? ANSWER_TOKENS : 0),
      completion_tokens_details: { reasoning_tokens: thoughts },
    };
    bill.push(usage);
    const finishReason = isDone ? "stop" : "length";
    const logprobs = body.logprobs && thoughts === 0 ? tokensOf(virality!, engagement!) : undefined;
    const { content, beside } = contentOf(text, thoughts > 0 ? model : { temperature: "any" });
    return completion(content, { finishReason, usage, logprobs, beside });
  }

  return {
    bill,
    script({ path, body }) {
      if (!path.endsWith("/chat/completions")) return apiError(404, { message: "Invalid URL" });
      const fields = body as unknown as ChatFields;
      const model = modelOf(fields.model);
      if (!model) return noModel(fields.model);
      const effort = fields.reasoning_effort ?? model.thinks ?? "none";
      return refusalOf(fields, model, effort) ?? answer(fields, model, effort);
    },
    model({ path }) {
      const id = decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
      const model = modelOf(id);
      if (!model) return noModel(id);
      return { body: { id, object: "model", shutdown_date: model.shutdown ?? null } };
    },
  };
}

interface ChatFields {
  readonly model: string;
  readonly messages: unknown;
  readonly seed?: number;
  readonly max_completion_tokens: number;
  readonly reasoning_effort?: string;
  readonly temperature?: number;
  readonly logprobs?: boolean;
}

function modelOf(name: string): ServiceModel | undefined {
  return Object.hasOwn(MODELS, name) ? MODELS[name] : undefined;
}

function noModel(name: string): Reply {
  const message = `The model \`${name}\` does not exist or you do not have access to it.`;
  return apiError(404, { message, code: "model_not_found" });
}

function digestOf({ model, messages, seed }: ChatFields, effort: string): Uint8Array {
  const decided = JSON.stringify([model, messages, seed, effort]);
  return createHash("sha256").update(decided).digest();
}

/** Between half and one and a half of the effort's tokens, and no more than the bound. */
function thoughtsOf(body: ChatFields, effort: string): number {
  const need = THOUGHTS[effort]! * (0.5 + digestOf(body, effort)[0]! / 255);
  return Math.min(Math.round(need), body.max_completion_tokens);
}

const WORDS = 'Let me think. {"virality": 10, "engagement": 20} might be low. '.repeat(4);

/** Where a server puts thoughts: nowhere, in the content or beside it, where content may be null. */
function contentOf(text: string, { thoughts }: ServiceModel) {
  if (thoughts === "content") {
    const content = text ? `<think>\n${WORDS}\n</think>\n\n${text}` : `<think>\n${WORDS}`;
    return { content, beside: {} };
  }
  const empty = thoughts === "reasoning" ? null : "";
  return { content: text || empty, beside: thoughts ? { [thoughts]: WORDS } : {} };
}

function unsupported(param: string, code?: string): Reply {
  const message = `Unsupported parameter: '${param}' is not supported with this model.`;
  return apiError(400, { message, param, code });
}

function refusalOf(body: ChatFields, model: ServiceModel, effort: string): Reply | undefined {
  const { efforts, thinks, temperature } = model;
  if (!efforts) return undefined;
  if (body.reasoning_effort !== undefined) {
    if (!thinks) return unsupported("reasoning_effort", "unsupported_parameter");
    if (!efforts.includes(effort)) return wrongEffort(body, efforts);
  }
  if (!thinks || effort === "none") return undefined;
  if (temperature === "never" && "temperature" in body) return unsupported("temperature");
  if (temperature === "one" && (body.temperature ?? 1) !== 1) {
    const message = `Unsupported value: 'temperature' does not support ${body.temperature} with ` +
      "this model. Only the default (1) value is supported.";
    return apiError(400, { message, param: "temperature", code: "unsupported_value" });
  }
  if (!body.logprobs) return undefined;
  return model.forbidsLogprobs
    ? apiError(403, { message: "You are not allowed to request logprobs from this model." })
    : unsupported("logprobs", "unsupported_parameter");
}

function wrongEffort({ model, reasoning_effort }: ChatFields, efforts: readonly string[]): Reply {
  const message = `Unsupported value: '${reasoning_effort}' is not supported with the '${model}' ` +
    `model. Supported values are: ${efforts.map((it) => `'${it}'`).join(", ")}.`;
  return apiError(400, { message, param: "reasoning_effort", code: "unsupported_value" });
}

/** Tokens of an answer; a score has 0.5, one 5 above 0.3, one 5 below 0.15. */
function tokensOf(virality: number, engagement: number) {
  const token = (text: string, likely = [text], p = [1]) => ({
    token: text,
    logprob: Math.log(p[0]!),
    top_logprobs: likely.map((it, i) => ({ token: it, logprob: Math.log(p[i]!) })),
  });
  const score = (value: number) => {
    const likely = [value, Math.min(100, value + 5), Math.max(0, value - 5)];
    return token(`${value}`, likely.map(String), [0.5, 0.3, 0.15]);
  };
  const named = (name: string, value: number) => [
    ...[name, '"', ":", " "].map((it) => token(it)),
    score(value),
  ];
  const [start, between, end] = ['{"', ', "', "}"].map((it) => token(it));
  const scores = [
    start,
    ...named("virality", virality),
    between,
    ...named("engagement", engagement),
  ];
  return { content: [...scores, end] };
}
