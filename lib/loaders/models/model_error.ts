/** What kept a model's file from getting here. */
export type ModelErrorKind =
  /** Access has to be asked for, or a token to be given. */
  | "gated"
  /** The hub refuses the token. */
  | "token-refused"
  /** The hub knows no such model, or hides it from whoever asks. */
  | "no-repository"
  /** The model has no such branch, tag or commit. */
  | "no-revision"
  /** The model, or the folder that was chosen, has no such file. */
  | "no-file"
  /** The hub has answered too many requests. */
  | "rate-limited"
  /** The hub, or what it redirects to, answers with an error of its own. */
  | "hub-trouble"
  /** No connection comes about. */
  | "out-of-reach"
  /** A body ended early, again and again. */
  | "broken-off"
  /** The content is not what the hub announced. */
  | "altered"
  /** Something else answers at the hub's address, such as a network's log-in page. */
  | "not-a-hub"
  /** Nothing came for too long. */
  | "silent"
  /** Nothing may be asked: `HF_HUB_OFFLINE` is set, or there is no hub. */
  | "offline";

/** What a `ModelError` is about. */
export interface ModelErrorDetails {
  readonly kind: ModelErrorKind;
  /** `organisation/name`, with `@revision` where one was asked for, or a folder. */
  readonly model: string;
  /** The file that was wanted, such as `onnx/model.onnx`, if it was one. */
  readonly file?: string;
  /** Where it was asked for, without what is secret in it; missing where nothing was asked. */
  readonly address?: string;
  readonly cause?: unknown;
}

/** Kinds that say: it is not to be had here and now, and no fault of this machine's is behind it. */
const ABSENT: readonly ModelErrorKind[] = [
  "no-repository",
  "no-revision",
  "no-file",
  "out-of-reach",
  "offline",
];

/** A model, or one of its files, that did not get here; the message names both and what to do. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly kind: ModelErrorKind;
  readonly model: string;
  readonly file?: string;
  readonly address?: string;

  constructor(message: string, { kind, model, file, address, cause }: ModelErrorDetails) {
    super(message, { cause });
    this.kind = kind;
    this.model = model;
    this.file = file;
    this.address = address;
  }

  /**
   * Whether it is not there, or the hub is out of reach or not to be asked: all that a profile may let
   * something else stand in for. Whatever else goes wrong hides a model that is there.
   */
  get isAbsence(): boolean {
    return ABSENT.includes(this.kind);
  }
}

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

/**
 * The error for a model's file that cannot be read.
 *
 * @param problem what is wrong, naming the file
 */
export function brokenModelFile(problem: string, cause?: unknown): SyntaxError {
  return new SyntaxError(
    `${problem}. If it was not fetched whole, remove it: it is then fetched anew, or put a whole one ` +
      "in its place",
    { cause },
  );
}
