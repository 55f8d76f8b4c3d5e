import type { ChatScores } from "lib/generators/score_with_chat.ts";

/**
 * Says what asking a model came to: answers by what came of them, the dollars, what the model did not
 * take and why it ended early, if it did; also where no answer came.
 */
export function describeChatScores(model: string, scores: ChatScores): string {
  const { counts, dollars, failures, rejectedParameters, stopped, shutdown } = scores;
  const { usable, askedAgain, unusable, unanswered } = counts;
  const again = askedAgain > 0 ? ` (${askedAgain} at the second try)` : "";
  const sentences = [
    `${model}: ${usable} answers usable${again}, ${unusable} unusable, ${unanswered} not given; ` +
    `$${dollars.toFixed(6)} spent now`,
    stopped ?? (usable === 0 ? failures[0]?.reason : undefined),
    rejectedParameters.length > 0 ? `It does not take ${rejectedParameters.join(", ")}` : undefined,
    shutdown,
  ];
  return sentences.filter((it) => it !== undefined).map((it) => it.endsWith(".") ? it : `${it}.`)
    .join(" ");
}
