import type { PastVideo } from "lib/loaders/dataset/history.ts";
import type { Finding } from "lib/scoring/answer.ts";

/** What a scorer says of an item, and why not to trust it. */
export interface Scored {
  readonly finding: Finding;
  readonly cautions: readonly string[];
}

/** What is known beside the item itself. */
export interface ScoredWith {
  /** Videos of its channel whose scores are known, if any are. */
  readonly past?: readonly PastVideo[];
}
