import type { HubSettings } from "lib/hub_settings.ts";
import type { HubFailure } from "lib/loaders/models/_hub_failure.ts";
import { describeVariants } from "lib/loaders/models/_variants.ts";
import { ModelError, type ModelErrorKind } from "lib/loaders/models/model_error.ts";
import { folderOf, type ModelReference, nameOf } from "lib/loaders/models/model_reference.ts";

/** What was wanted when a request failed. */
export interface WantedFile {
  readonly reference: ModelReference;
  readonly file: string;
  readonly hub?: HubSettings;
  /** Names of the files that the hub has of the model, where it has said so already. */
  readonly names?: readonly string[];
  /** What was looked through before, each with what it lacks. */
  readonly searched?: readonly string[];
}

/** Turns a failed request into an error that names model, file, address, and what to do. */
export function explainFailure(failure: HubFailure, wanted: WantedFile): ModelError {
  const { reference, file } = wanted;
  const { kind, address } = failure;
  const model = nameOf(reference);
  return new ModelError(
    `Cannot fetch ${file} of the model ${model} from ${address}: ` +
      sentencesOf(failure, wanted).filter((text) => text !== "").join(". "),
    { kind, model, file, address, cause: failure },
  );
}

/** The error where nothing may be asked. */
export function explainOffline(wanted: WantedFile): ModelError {
  const { reference, file, hub } = wanted;
  const model = nameOf(reference);
  const why = hub ? "HF_HUB_OFFLINE is set, so no hub is asked" : "no hub is asked for it";
  return new ModelError(
    `Cannot find ${file} of the model ${model}: ${why}. ` +
      [searchedIn(wanted), elsewhere(reference)].filter((text) => text !== "").join(". "),
    { kind: "offline", model, file },
  );
}

function sentencesOf(failure: HubFailure, wanted: WantedFile): string[] {
  const { reference, file, hub, names } = wanted;
  const { message: reason, retryAfterMs } = failure;
  const endpoint = hub?.endpoint ?? "";
  const tokens = `${endpoint}/settings/tokens`;
  const sentences: Readonly<Record<ModelErrorKind, readonly string[]>> = {
    gated: [
      `its authors grant access on request (${reason})`,
      `Ask for it at ${endpoint}/${reference.id}, make a token at ${tokens} and put it into HF_TOKEN`,
    ],
    "token-refused": [
      `the hub refuses the token (${reason})`,
      `Make a new one at ${tokens} and put it into HF_TOKEN, or remove the old one`,
    ],
    "no-repository": [
      `the hub has no such model, or hides it from who has no token for it (${reason})`,
      elsewhere(reference),
    ],
    "no-revision": [`the hub has no such revision of it (${reason})`],
    "no-file": [
      `the model has no such file (${reason})`,
      describeVariants(file, names ?? []),
      searchedIn(wanted),
      elsewhere(reference),
    ],
    "rate-limited": [
      `the hub has had too many requests from here (${reason}` +
      (retryAfterMs === undefined ? ")" : `, next in ${Math.ceil(retryAfterMs / 1000)} s)`),
      "Try again later; a token in HF_TOKEN raises the limit",
    ],
    "hub-trouble": failure.isPassing
      ? [`the hub is in trouble (${reason})`, "Try again later"]
      : [`the hub does not answer what it is asked (${reason})`],
    "out-of-reach": [
      `the hub is out of reach: ${reason}`,
      searchedIn(wanted),
      elsewhere(reference),
    ],
    "broken-off": [
      `${reason}, several times`,
      names ? "What came is kept where the rest can follow; try again" : "Try again later",
    ],
    altered: [`${reason}, twice`, "Something on the way changes it; nothing of it is kept"],
    "not-a-hub": [
      reason,
      "It may be a network's log-in page: log in, or set HF_ENDPOINT to a hub",
    ],
    silent: [`${reason}, twice`, "Try again later"],
    offline: [reason, searchedIn(wanted), elsewhere(reference)],
  };
  return [...sentences[failure.kind]];
}

function searchedIn({ searched = [] }: WantedFile): string {
  return searched.length === 0 ? "" : `On disk ${searched.join(", ")}`;
}

function elsewhere(reference: ModelReference): string {
  return `Put its files into data/models/${folderOf(reference)}, or point VIRANOVA_MODELS at a ` +
    "folder that holds organisation/name folders";
}
