import assert from "assert";
import { describeChatScores } from "lib/generators/describe_chat_scores.ts";

const NOTHING = {
  predictions: [],
  failures: [],
  counts: { usable: 0, askedAgain: 0, unusable: 0, unanswered: 0 },
  dollars: 0,
  rejectedParameters: [],
};

Deno.test("describeChatScores() shows the spending also where no answer came, and one reason", () => {
  const scores = {
    ...NOTHING,
    failures: [{ videoId: "1", reason: "cut off" }, { videoId: "2", reason: "cut off" }],
    counts: { usable: 0, askedAgain: 0, unusable: 3, unanswered: 1 },
    dollars: 0.000042,
  };
  assert.equal(
    describeChatScores("m", scores),
    "m: 0 answers usable, 3 unusable, 1 not given; $0.000042 spent now. cut off.",
  );
});

Deno.test("describeChatScores() tells second tries, what is not taken, why it ended and the shutdown", () => {
  const scores = {
    ...NOTHING,
    failures: [{ videoId: "1", reason: "not shown" }],
    counts: { usable: 5, askedAgain: 2, unusable: 0, unanswered: 9 },
    rejectedParameters: ["temperature", "logprobs"],
    stopped: "No money is left.",
    shutdown: "m is shut down on 2027-01-14",
  };
  assert.equal(
    describeChatScores("m", scores),
    "m: 5 answers usable (2 at the second try), 0 unusable, 9 not given; $0.000000 spent now. No " +
      "money is left. It does not take temperature, logprobs. m is shut down on 2027-01-14.",
  );
});
