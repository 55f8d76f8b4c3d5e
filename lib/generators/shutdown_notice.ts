import { chatErrorOf, connect, type Server } from "lib/generators/_openai.ts";
import { readReply } from "lib/generators/_read_reply.ts";
import { ChatError } from "lib/generators/chat_error.ts";

/** Which model is looked at, and how patiently. */
export interface ShutdownOptions extends Server {
  readonly model: string;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** A signal that gives the look up after so many milliseconds. @default AbortSignal.timeout */
  readonly startTimeout?: (ms: number, fields: Readonly<Record<string, unknown>>) => AbortSignal;
}

const PATIENCE_MS = 5000;
const DAY_MS = 24 * 60 * 60 * 1000;
const NOTICE_DAYS = 90;

/**
 * Looks once at `/models/{id}` for the model's `shutdown_date` and tells it with the days left where
 * it is within 90 days or past. A server that tells no date, fails or does not answer is no matter.
 */
export async function shutdownNotice(options: ShutdownOptions): Promise<string | undefined> {
  const date = await shutdownDate(options);
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? "");
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  const today = Math.floor((options.now ?? Date.now)() / DAY_MS);
  const days = Date.UTC(year!, month! - 1, day!) / DAY_MS - today;
  if (days > NOTICE_DAYS) return undefined;
  const left = days < 0
    ? "that date is past"
    : days === 1
    ? "1 day is left"
    : `${days} days are left`;
  return `${options.model} is shut down on ${date}: ${left}`;
}

async function shutdownDate(options: ShutdownOptions): Promise<string | undefined> {
  const { model, apiKey, startTimeout = AbortSignal.timeout } = options;
  try {
    const signal = startTimeout(PATIENCE_MS, {});
    const reply = connect(options).get(`/models/${encodeURIComponent(model)}`, { signal });
    const { shutdown_date } = await readReply<{ shutdown_date?: unknown }>(reply, apiKey());
    return typeof shutdown_date === "string" ? shutdown_date : undefined;
  } catch (error) {
    if (chatErrorOf(error, options) instanceof ChatError) return undefined;
    throw error;
  }
}
