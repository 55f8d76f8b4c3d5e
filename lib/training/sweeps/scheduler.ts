import type { Configuration } from "lib/training/sweeps/search_space.ts";

/** A trial to be trained from where it stands up to a number of epochs. */
export interface Job {
  /** Number of the trial, counted from 0. */
  readonly trial: number;
  readonly configuration: Configuration;
  /** Epochs the trial has behind it when the job ends, counted from its very start. */
  readonly epochs: number;
}

/** Decides what to train next from what is known; lower losses are better. */
export interface Scheduler {
  /** Epochs of all jobs together, as far as that is known before. */
  readonly epochs: number;
  /** The next job, `"wait"` while it depends on jobs still running, or `"done"`. */
  next(): Job | "wait" | "done";
  /** Takes the validation loss a job ended with; NaN counts as the worst. */
  report(job: Job, loss: number): void;
}
