import { existsSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { type HubSettings, readHubSettings } from "lib/hub_settings.ts";
import { type LlmSettings, readLlmSettings } from "lib/llm_settings.ts";

/** An amount of work; see the README's table of profiles. */
export type Profile = "sample" | "standard" | "full";

const PROFILES: readonly string[] = ["sample", "standard", "full"] satisfies Profile[];

/** TensorFlow's own library, WebGPU, WebAssembly or plain TypeScript. */
export type Backend = "native" | "webgpu" | "wasm" | "cpu";

const BACKENDS: readonly string[] = ["native", "webgpu", "wasm", "cpu"] satisfies Backend[];

/** Everything that the environment decides, read once. */
export interface Settings {
  readonly profile: Profile;
  /** The project's own folder; relative paths in the environment start here. */
  readonly root: string;
  /** Folder of the real data set's CSV files, if it was found. */
  readonly dataset?: string;
  /** Folder of the real data set's clips, `video_<video id>.mp4`, if it was found. */
  readonly videos?: string;
  /** Folders in which pretrained models are looked for, existing ones only, first match wins. */
  readonly models: readonly string[];
  /** Where models are fetched from that lie in none of them. */
  readonly hub: HubSettings;
  /** The ffmpeg to use, a path or a command's name; unset: one that is found. */
  readonly ffmpeg?: string;
  /** The tensor backend to use, and no other; unset: the fastest that is found. */
  readonly backend?: Backend;
  /** The chat model to ask over the network, if `VIRANOVA_LLM_MODEL` names one. */
  readonly llm?: LlmSettings;
  /** Where features, checkpoints and answers are kept between runs. */
  readonly cache: string;
  /** Where graphs of this profile are written, one folder a notebook. */
  readonly graphs: string;
  /** Python interpreter that `deno task bench` runs its peers with, if `VIRANOVA_PYTHON` is set. */
  readonly python?: string;
  /** One line: which profile, data and models, and why; it holds no path of this machine. */
  readonly summary: string;
}

/** Environment variables by name; unset ones are missing. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the profile and every folder's path from the environment.
 *
 * @throws {RangeError} when `VIRANOVA_PROFILE` is no profile, `VIRANOVA_BACKEND` no backend or a
 * variable of `readLlmSettings` or `readHubSettings` of no use
 * @throws {Deno.errors.NotFound} when `VIRANOVA_DATA`, `VIRANOVA_VIDEOS` or `VIRANOVA_MODELS` names a
 * missing folder, or a profile asks for a data set that is not there
 */
export function readSettings(environment: Environment, root: string): Settings {
  const data = folderNamedBy("VIRANOVA_DATA", environment, root);
  const dataset = [data ?? join(root, "data")].find(holdsDataset);
  if (data && !dataset) {
    throw new Deno.errors.NotFound(
      `VIRANOVA_DATA: expected videos_and_scores.csv or train_set.csv in ${data}, found neither`,
    );
  }
  const videos = folderNamedBy("VIRANOVA_VIDEOS", environment, root);
  const places = {
    VIRANOVA_MODELS: folderNamedBy("VIRANOVA_MODELS", environment, root),
    "data/models": join(root, "data", "models"),
  };
  const found = Object.entries(places).flatMap(([name, path]) =>
    path !== undefined && existsSync(path) ? [{ name, path }] : []
  );
  const { profile, reason } = chooseProfile(environment.VIRANOVA_PROFILE, dataset);
  const from = profile === "sample"
    ? "generated sample corpus"
    : `real data set in ${data ? "VIRANOVA_DATA" : "data/"}`;
  return {
    profile,
    root,
    dataset: profile === "sample" ? undefined : dataset,
    videos: profile === "sample"
      ? undefined
      : [videos ?? join(root, "data", "videos")].find((folder) => existsSync(folder)),
    models: found.map(({ path }) => path),
    hub: readHubSettings(environment, root),
    ffmpeg: environment.FFMPEG || undefined,
    backend: readBackend(environment.VIRANOVA_BACKEND),
    llm: readLlmSettings(environment),
    cache: join(root, "data", "cache"),
    graphs: profile === "sample" ? join(root, "graphs", "sample") : join(root, "graphs"),
    python: environment.VIRANOVA_PYTHON || undefined,
    summary: `Profile ${profile} (${reason}) · data: ${from} · models: ` +
      (found.map(({ name }) => name).join(", ") ||
        "none on disk (VIRANOVA_MODELS unset, data/models missing)"),
  };
}

function chooseProfile(asked: string | undefined, dataset: string | undefined) {
  if (!asked) {
    return dataset
      ? { profile: "standard" as const, reason: "a data set was found" }
      : { profile: "sample" as const, reason: "no data set in VIRANOVA_DATA or data/" };
  }
  if (!isProfile(asked)) {
    throw new RangeError(
      `VIRANOVA_PROFILE: expected one of ${PROFILES.join(", ")}, got ${JSON.stringify(asked)}`,
    );
  }
  if (asked !== "sample" && !dataset) {
    throw new Deno.errors.NotFound(
      `Profile ${asked} needs the real data set: point VIRANOVA_DATA at the folder of its CSV ` +
        "files, or run the profile sample",
    );
  }
  return { profile: asked, reason: "as asked" };
}

function readBackend(asked: string | undefined): Backend | undefined {
  if (!asked) return undefined;
  if (isBackend(asked)) return asked;
  throw new RangeError(
    `VIRANOVA_BACKEND: expected one of ${BACKENDS.join(", ")}, got ${JSON.stringify(asked)}`,
  );
}

function isBackend(name: string): name is Backend {
  return BACKENDS.includes(name);
}

function isProfile(name: string): name is Profile {
  return PROFILES.includes(name);
}

function holdsDataset(folder: string): boolean {
  return ["videos_and_scores.csv", "train_set.csv"].some((file) => existsSync(join(folder, file)));
}

function folderNamedBy(variable: string, environment: Environment, root: string) {
  const value = environment[variable];
  if (!value) return undefined;
  const path = isAbsolute(value) ? value : join(root, value);
  if (!isFolder(path)) throw new Deno.errors.NotFound(`${variable}: no folder at ${path}`);
  return path;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch { // whatever hides it, it cannot be used
    return false;
  }
}

/** The settings of this process. */
export const settings: Settings = readSettings(
  Deno.env.toObject(),
  join(import.meta.dirname!, ".."),
);

/**
 * The settings of this process if `VIRANOVA_PROFILE` named this profile.
 *
 * @throws as `readSettings` does
 */
export function settingsFor(profile: string): Settings {
  return readSettings({ ...Deno.env.toObject(), VIRANOVA_PROFILE: profile }, settings.root);
}

/**
 * The choice a profile makes, so that a notebook's budgets stand in one place.
 *
 * @example `epochs: forProfile({ sample: 2, standard: 3, full: 10 })`
 */
export function forProfile<T>(choices: Readonly<Record<Profile, T>>): T {
  return choices[settings.profile];
}
