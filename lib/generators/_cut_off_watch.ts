import { type CallTokens, tokensOfUsage } from "lib/generators/call_cost.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import type { ChatBody } from "lib/generators/chat_body.ts";
import { readAnswer } from "lib/generators/read_answer.ts";

/** What a watch counts. */
export interface CutOffWatchOptions {
  readonly model: string;
  /** Answers after which it first judges, as many as run at once. */
  readonly first: number;
  /** Dollars that a server charges for what it counted. */
  readonly costOf: (tokens: CallTokens) => number;
}

/** Watches for a model that thinks its answers away: nothing but thoughts up to the bound. */
export interface CutOffWatch {
  /** Waits for the verdict on the first answers, beyond as many calls as they are. */
  enter(): Promise<void>;
  /** Gives the place of a call back that got no answer. */
  leave(): void;
  /** Takes an answer into account and says why to stop, if that is now known. */
  note(answer: RawAnswer, request: ChatBody): string | undefined;
}

/** Answers that are looked back at once the first were good. */
const WINDOW = 32;

/**
 * Starts a watch; it stops when the `first` answers are all empty and cut off, or later more than half
 * of the last 32.
 */
export function createCutOffWatch(options: CutOffWatchOptions): CutOffWatch {
  const { model, first, costOf } = options;
  const recent: boolean[] = [];
  const lost = { answers: 0, tokens: 0, dollars: 0 };
  let entered = 0;
  let isDecided = false;
  let changed = Promise.withResolvers<void>();
  const wake = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  function stopFor(which: string): string {
    isDecided = true;
    return `${model} thinks its answers away: ${which} empty and cut off at the bound; ` +
      `${lost.tokens.toLocaleString("en-US")} tokens were thought away for ` +
      `$${lost.dollars.toFixed(6)}. Set VIRANOVA_LLM_REASONING to none, or the least that the ` +
      "model takes, or raise VIRANOVA_LLM_MAX_ANSWER_TOKENS, in which thoughts count";
  }

  function judge(isLost: boolean): string | undefined {
    recent.push(isLost);
    if (recent.length > WINDOW) recent.shift();
    if (!isDecided) {
      isDecided = !isLost;
      if (lost.answers < first) return undefined;
      return stopFor(first === 1 ? "the first answer is" : `the first ${first} answers are`);
    }
    const among = recent.filter((it) => it).length;
    if (recent.length < WINDOW || 2 * among <= WINDOW) return undefined;
    return stopFor(`${among} of the last ${WINDOW} answers are`);
  }

  return {
    async enter() {
      while (!isDecided && entered >= first) await changed.promise;
      entered++;
    },
    leave() {
      entered--;
      wake();
    },
    note(answer, request) {
      const isLost = isThoughtAway(answer, request);
      if (isLost) addTo(lost, answer, costOf);
      const reason = judge(isLost);
      wake();
      return reason;
    },
  };
}

function isThoughtAway(answer: RawAnswer, request: ChatBody): boolean {
  const reading = readAnswer(answer, request);
  return reading.kind === "unusable" && reading.isCutOff && reading.isEmpty;
}

function addTo(
  lost: { answers: number; tokens: number; dollars: number },
  { usage }: RawAnswer,
  costOf: (tokens: CallTokens) => number,
): void {
  lost.answers++;
  const counted = tokensOfUsage(usage);
  if (!counted) return;
  lost.tokens += usage?.completion_tokens_details?.reasoning_tokens || counted.answer;
  lost.dollars += costOf(counted);
}
