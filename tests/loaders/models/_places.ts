import { join } from "node:path";
import { findModel, type ModelPlaces } from "lib/loaders/models/find_model.ts";
import { namesIn } from "lib/loaders/models/model_files.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";
import { writeAtomic } from "lib/files.ts";
import { inFolder } from "../../_in_folder.ts";
import type { Fault } from "./_hub_answers.ts";
import { type HubServer, type ServedModel, startHubServer } from "./_hub_server.ts";

export const ID = "an-org/a-model.v1";

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const OLD_COMMIT = "00112233445566778899aabbccddeeff00112233";

/** A small file and a large one. */
export const NEEDS: ModelNeeds = { required: ["config.json", "model.safetensors"] };

const bytes = (text: string) => new TextEncoder().encode(text);

/** A model's files; the weights are no safetensors, which only their hash can vouch for. */
export const FILES = {
  "config.json": bytes('{"hidden_size": 4}\n'),
  "model.safetensors": bytes("the weights, ".repeat(20)),
} as const;

/** A hub that has one model at one revision. */
export function served(...faults: Fault[]): Readonly<Record<string, ServedModel>> {
  return { [ID]: { revisions: { main: { commit: COMMIT, files: FILES } }, faults } };
}

/** A project's folder, a hub, and a search for models there. */
export interface Place {
  readonly root: string;
  readonly hub: HubServer;
  /** The folder of what was fetched of the model. */
  readonly fetched: string;
  /** Pauses that were asked for, in seconds; none is kept. */
  readonly pauses: number[];
  readonly places: ModelPlaces;
  /** Searches with pauses that take no time. */
  find(name?: string, needs?: ModelNeeds): ReturnType<typeof findModel>;
  /** Names of what lies in the model's folder, the record aside, with sizes. */
  left(): Promise<Record<string, number>>;
}

/** How a place differs from one without models and without a token. */
export interface PlaceOptions {
  readonly token?: string;
  readonly offline?: boolean;
  /** Folders of `settings.models` below the project's folder. */
  readonly models?: readonly string[];
  /**
   * What is given up as soon as the hub is stuck, as if a minute had gone: the wait for an answer, or
   * that for the second chunk of a body. @default nothing
   */
  readonly givesUp?: "answer" | "body";
  /** Milliseconds since 1970. @default those of this machine */
  readonly now?: number;
}

/** Runs a test in a project's folder beside a hub. */
export function withHub(
  models: Readonly<Record<string, ServedModel>>,
  run: (place: Place) => Promise<void>,
  options: PlaceOptions = {},
): Promise<void> {
  return inFolder(async (root) => {
    await using hub = startHubServer(models);
    const { token, offline = false, givesUp } = options;
    const pauses: number[] = [];
    const settings = {
      endpoint: hub.endpoint,
      token: () => token,
      offline,
      cache: join(root, "hf", "hub"),
    };
    const folders = (options.models ?? []).map((name) => join(root, name));
    const places: ModelPlaces = { root, models: folders, hub: settings };
    const fetched = join(root, "data", "models", ID);
    const now = options.now === undefined ? undefined : () => options.now!;
    let waits = 0; // for one answer: for its head, then for each chunk
    const counting: typeof fetch = (...request) => {
      waits = 0;
      return fetch(...request);
    };
    const sleep = async (ms: number) => {
      if (ms < SILENCE_MS) return void pauses.push(ms / 1000);
      const isGivenUp = ++waits === (givesUp === "body" ? 3 : 1) && givesUp !== undefined;
      await (isGivenUp ? hub.stuck() : new Promise<void>(() => {}));
    };
    await run({
      ...{ root, hub, fetched, pauses, places },
      find: (name = ID, needs = NEEDS) =>
        findModel(name, places, { needs, sleep, now, fetch: counting }),
      left: async () => {
        const names = (await namesIn(fetched)).filter((name) => name !== ".fetched.json");
        const sizes = names.map(async (name): Promise<[string, number]> => [
          name.replace(/\.[0-9a-f]{16}\.partial$/, ".<hash>.partial"),
          (await Deno.stat(join(fetched, name))).size,
        ]);
        return Object.fromEntries(await Promise.all(sizes));
      },
    });
  });
}

/** How long a hub may be silent; longer pauses are not asked for in these tests. */
const SILENCE_MS = 60_000;

/** Puts files into a folder. */
export async function put(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await writeAtomic(join(folder, name), content);
  }
}
