import { ModelError } from "lib/loaders/models/model_error.ts";

/**
 * Says why a model may be stood in for; nothing where it may not: it is there, and something else
 * keeps it away.
 *
 * @param what of the model is missing, such as "The weights of ResNet-50"
 */
export function whyMissing(error: unknown, what: string): string | undefined {
  if (!(error instanceof ModelError) || !error.isAbsence) return undefined;
  const { kind, model, address } = error;
  const where = address === undefined || kind === "offline"
    ? "were not found on disk, and no hub was asked"
    : kind === "out-of-reach"
    ? `were not found on disk, and ${new URL(address).origin} is out of reach`
    : "were found neither on disk nor on the hub";
  return `${what} ${where}: put ${model} into data/models/${model}, or point VIRANOVA_MODELS at a ` +
    `folder that holds ${model}.`;
}
