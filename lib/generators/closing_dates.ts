import { FineTuningError } from "lib/generators/fine_tuning_error.ts";

/** The day from which OpenAI takes no fine-tuning job from anybody. */
const CLOSED_FROM = "2027-01-06";

/**
 * What OpenAI has announced about fine-tuning, with the days until it closes; nothing for the
 * addresses of others.
 *
 * Source: OpenAI's deprecations page, as read in November 2026.
 *
 * @param today the day on which a job is to start
 * @throws {FineTuningError} from 2027-01-06 on, when OpenAI's address takes no job any more
 */
export function closingNotice(baseUrl: string, today: Date): string | undefined {
  const { hostname } = new URL(baseUrl);
  if (hostname !== "api.openai.com" && !hostname.endsWith(".api.openai.com")) return undefined;
  const days = Math.ceil((Date.parse(CLOSED_FROM) - today.getTime()) / 86_400_000);
  if (days <= 0) {
    throw new FineTuningError(
      `OpenAI takes no fine-tuning job since ${CLOSED_FROM}, so nothing was sent.`,
      "Fine-tune the local GPT-2 instead, name a server that fine-tunes in VIRANOVA_LLM_BASE_URL, " +
        "or a model tuned before or at home in VIRANOVA_LLM_TUNED_MODEL.",
    );
  }
  return "OpenAI is closing fine-tuning: since 2026-05-07 organisations that never fine-tuned may " +
    "create no job, since 2026-07-02 nor those that asked no tuned model in the 60 days before, " +
    `and from ${CLOSED_FROM}, in ${days} ${days === 1 ? "day" : "days"}, nobody. A tuned model ` +
    "answers until its base is shut down, those of gpt-4o and gpt-4.1 until 2027-01-14.";
}
