import type { ModelFacts } from "lib/scoring/answer.ts";
import type { HeldOutFacts } from "lib/scoring/held_out.ts";

const NO_BETTER = "Where a channel is unknown the model does no better than the mean: read the " +
  "score as the middle of its interval, not as a forecast.";

/** Says in sentences what a finding rests on and what it was worth on videos not seen. */
export function trustSentences({ model, data, kind, intervals, heldOut }: ModelFacts): string[] {
  const made = kind === "sample" ? " These videos are invented: it says nothing of real ones." : "";
  return [
    `Model: ${model}, fitted on ${data}.${made}`,
    `The intervals are for ${intervals}.`,
    ...heldOut.map(measuredSentence),
    ...(heldOut.some(isNoBetter) ? [NO_BETTER] : []),
  ];
}

function measuredSentence(facts: HeldOutFacts): string {
  const { protocol, videos, groups, mse, meanMse, covered } = facts;
  const apart = groups ? `${groups} unseen ${protocol}` : protocol;
  return `Measured on ${
    videos.toLocaleString("en-US")
  } videos held out (${apart}): squared error ` +
    `${mse.toFixed(4)}, always guessing the mean ${meanMse.toFixed(4)}; ` +
    `${(100 * covered).toFixed(0)}% of scores inside their 90% intervals.`;
}

/** Whether the model gains less than a hundredth of the error where groups are kept apart. */
function isNoBetter({ groups, mse, meanMse }: HeldOutFacts): boolean {
  return groups !== undefined && mse > 0.99 * meanMse;
}
