import { askedTargets, type ChatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { parseAnswer } from "lib/generators/parse_answer.ts";
import { tokenExpectation, type TokenReading } from "lib/generators/token_expectation.ts";
import { withoutThoughts } from "lib/generators/without_thoughts.ts";
import type { Scores } from "lib/types.ts";

/** What one answer of a server says. */
export type AnswerReading =
  | {
    readonly kind: "scores";
    readonly scores: Scores;
    /** What the log-probabilities say, if they were asked for. */
    readonly tokens?: TokenReading;
  }
  | {
    readonly kind: "unusable";
    readonly reason: string;
    /** Whether the bound on answers ended it before it said all scores. */
    readonly isCutOff: boolean;
    /** Whether it says nothing beside thoughts. */
    readonly isEmpty: boolean;
  };

/** Reads a server's answer to a request; thoughts, whether they stand in it or beside it, are none. */
export function readAnswer({ choices }: RawAnswer, request: ChatBody): AnswerReading {
  const { message, finish_reason, logprobs: found } = choices[0]!;
  if (message.refusal) return unusable(`the model refused: ${message.refusal.slice(0, 200)}`);
  if (finish_reason === "content_filter") return unusable("the server's content filter struck");
  const text = withoutThoughts(typeof message.content === "string" ? message.content : "");
  const targets = askedTargets(request);
  const answer = parseAnswer(text, targets);
  if (answer.kind === "unusable") {
    const isCutOff = finish_reason === "length";
    const reason = isCutOff ? `${answer.reason}, ${CUT_OFF}` : answer.reason;
    return { kind: "unusable", reason, isCutOff, isEmpty: text.trim() === "" };
  }
  if (!request.logprobs) return answer;
  const tokens: TokenReading = found?.content
    ? tokenExpectation(found.content, targets)
    : { kind: "unusable", reason: "the server gives no log-probabilities" };
  return { ...answer, tokens };
}

const CUT_OFF =
  "cut off at the bound on answers (VIRANOVA_LLM_MAX_ANSWER_TOKENS), thoughts included";

/** Whether an answer ends at its bound before it says all scores, so that it is worth nothing. */
export function isCutOff(answer: RawAnswer, request: ChatBody): boolean {
  if (!answer.choices?.[0]?.message) return false;
  const reading = readAnswer(answer, request);
  return reading.kind === "unusable" && reading.isCutOff;
}

function unusable(reason: string): AnswerReading {
  return { kind: "unusable", reason, isCutOff: false, isEmpty: false };
}
