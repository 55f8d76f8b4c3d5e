/** What an error and its causes say: Deno hides why a connection failed behind "fetch failed". */
export function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messagesOf(error.cause)}`;
}

/**
 * Why no connection came about, by the words that Deno puts behind the address; nothing where one did
 * or may have, so that something was sent.
 */
export function whyNotConnected(error: unknown): string | undefined {
  const [, why] = /\(Connect\): (.*?)(?: \(os error \d+\))?$/.exec(messagesOf(error)) ?? [];
  return why;
}
