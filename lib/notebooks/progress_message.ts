import { isObject } from "lib/json.ts";
import type { Message } from "lib/notebooks/messages.ts";
import type { Output } from "lib/notebooks/notebook.ts";
import { PROGRESS_DISPLAY } from "lib/progress.ts";

/** A kernel's word on a long task: a sign of life and no output. */
export interface ProgressMessage {
  /** Tells lines apart: a later message of the same id takes the place of an earlier one. */
  readonly id: string;
  readonly text: string;
  /** The task's name; of a sentence that is said once, the sentence. */
  readonly label: string;
  /** Where the task goes on if it is stopped now, if that was said. */
  readonly goesOnAt?: string;
}

/** Reads what `lib/progress.ts` sends from a kernel; nothing of any other message. */
export function readProgress({ content }: Message): ProgressMessage | undefined {
  const { transient, data, metadata } = content;
  const id = isObject(transient) ? transient.display_id : undefined;
  if (typeof id !== "string" || !id.startsWith(PROGRESS_DISPLAY)) return undefined;
  const text = isObject(data) ? `${data["text/plain"] ?? ""}` : "";
  const { label = text, goesOnAt } = fieldsOf(metadata);
  return {
    id,
    text,
    label: `${label}`,
    goesOnAt: goesOnAt === undefined ? goesOnAt : `${goesOnAt}`,
  };
}

/** Whether it is a sentence that is said once rather than a line that changes. */
export function isSentence({ text, label }: ProgressMessage): boolean {
  return text === label;
}

/** Whether an output is a line about progress that a front end has stored. */
export function isStoredProgress(output: Output): boolean {
  return "metadata" in output && fieldsOf(output.metadata).label !== undefined;
}

function fieldsOf(metadata: unknown) {
  return isObject(metadata) && isObject(metadata.viranova) ? metadata.viranova : {};
}
