import type { BrokenLimit } from "lib/notebooks/watch.ts";

/** A kernel ended or was given up; the message closes with what it wrote last. */
export class KernelFailure extends Error {
  override readonly name = "KernelFailure";

  constructor(message: string, readonly kind: "died" | BrokenLimit) {
    super(message);
  }
}
