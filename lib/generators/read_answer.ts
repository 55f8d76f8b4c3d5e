import type { SamplingOptions } from "lib/generators/chat_body.ts";
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
    /** Whether the bound on answers ended it before it said both scores. */
    readonly isCutOff: boolean;
    /** Whether it says nothing beside thoughts. */
    readonly isEmpty: boolean;
  };

/**
 * Reads a server's answer; thoughts, whether they stand in it or beside it, are none.
 *
 * @param options whether log-probabilities were asked for
 */
export function readAnswer(
  { choices }: RawAnswer,
  { logprobs }: Pick<SamplingOptions, "logprobs">,
): AnswerReading {
  const { message, finish_reason, logprobs: found } = choices[0]!;
  if (message.refusal) return unusable(`the model refused: ${message.refusal.slice(0, 200)}`);
  if (finish_reason === "content_filter") return unusable("the server's content filter struck");
  const text = withoutThoughts(typeof message.content === "string" ? message.content : "");
  const answer = parseAnswer(text);
  if (answer.kind === "unusable") {
    const isCutOff = finish_reason === "length";
    const reason = isCutOff ? `${answer.reason}, ${CUT_OFF}` : answer.reason;
    return { kind: "unusable", reason, isCutOff, isEmpty: text.trim() === "" };
  }
  if (!logprobs) return answer;
  const tokens: TokenReading = found?.content
    ? tokenExpectation(found.content)
    : { kind: "unusable", reason: "the server gives no log-probabilities" };
  return { ...answer, tokens };
}

const CUT_OFF =
  "cut off at the bound on answers (VIRANOVA_LLM_MAX_ANSWER_TOKENS), thoughts included";

/** Whether an answer ends at its bound before it says both scores, so that it is worth nothing. */
export function isCutOff(answer: RawAnswer): boolean {
  if (!answer.choices?.[0]?.message) return false;
  const reading = readAnswer(answer, { logprobs: false });
  return reading.kind === "unusable" && reading.isCutOff;
}

function unusable(reason: string): AnswerReading {
  return { kind: "unusable", reason, isCutOff: false, isEmpty: false };
}
