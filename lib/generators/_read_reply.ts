import { ChatError } from "lib/generators/chat_error.ts";
import { redact } from "lib/generators/redact.ts";
import { isObject } from "lib/json.ts";

/** A call of the client whose answer has not been read. */
export interface Replying {
  asResponse(): Promise<Response>;
}

/**
 * Reads a call's answer as a JSON object, whatever type the server gives it: the client takes JSON
 * that comes as `text/plain` for a string.
 *
 * @param apiKey hidden where the answer repeats it
 * @param field what the object must hold as a string, if anything
 * @throws {ChatError} when it does not; the server may have done what it was asked all the same
 */
export async function readReply<T>(
  reply: Replying,
  apiKey: string | undefined,
  field?: string,
): Promise<T> {
  const text = redact(await (await reply.asResponse()).text(), apiKey);
  const value = parse(text);
  if (isObject(value) && (!field || typeof value[field] === "string")) return value as T;
  throw new ChatError(
    `Expected JSON${field ? ` with ${field}` : ""} from the server, got ` +
      JSON.stringify(text.slice(0, 80)),
    { kind: "transient", mayBeCharged: true },
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
