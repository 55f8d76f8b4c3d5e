const [START, END] = ["<think>", "</think>"];

/**
 * What a model says beside its thoughts: without `<think>…</think>`, closed or not; some chats open it
 * in the prompt, so that only its end stands in the answer.
 */
export function withoutThoughts(text: string): string {
  const closed = text.replace(/<think>[^]*?<\/think>/g, "");
  const after = closed.slice(endOfThoughts(closed));
  const start = after.indexOf(START);
  return start < 0 ? after : after.slice(0, start);
}

/** How many characters of an answer its thoughts take up, to the end of the last. */
export function endOfThoughts(text: string): number {
  const at = text.lastIndexOf(END);
  return at < 0 ? 0 : at + END.length;
}
