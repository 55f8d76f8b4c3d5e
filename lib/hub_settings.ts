import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where models are fetched from, as the variables of Hugging Face's own libraries say. */
export interface HubSettings {
  /** The hub's address, without a slash at its end. */
  readonly endpoint: string;
  /**
   * Gives the token, or nothing where there is none; a function, so that printing shows none.
   *
   * @throws {RangeError} when the token file holds something else
   */
  readonly token: () => string | undefined;
  /** Whether nothing may be asked. */
  readonly offline: boolean;
  /** The folder in which Hugging Face's libraries keep what they fetched. */
  readonly cache: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PUBLIC_HUB = "https://huggingface.co";

/**
 * Reads where models are fetched from.
 *
 * | variable | what it says | unset |
 * |---|---|---|
 * | `HF_ENDPOINT` | the hub's address | https://huggingface.co |
 * | `HF_TOKEN` | the token | that of the token file, or none |
 * | `HF_TOKEN_PATH` | the token file | `token` in `HF_HOME` |
 * | `HF_HUB_OFFLINE` | 1, on, yes, true: nothing is asked | the hub is asked |
 * | `HF_HOME` | the libraries' folder | `huggingface` in `XDG_CACHE_HOME`, `~/.cache` |
 * | `HF_HUB_CACHE`, `HUGGINGFACE_HUB_CACHE` | what they fetched | `hub` in `HF_HOME` |
 *
 * `TRANSFORMERS_OFFLINE` counts as `HF_HUB_OFFLINE` does.
 *
 * @param root where relative paths start
 * @throws {RangeError} naming the variable that has no usable value; it never shows a token
 */
export function readHubSettings(environment: Environment, root: string): HubSettings {
  const path = (text: string) => resolve(root, text.replace(/^~(?=$|[\\/])/, homedir()));
  const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_TOKEN_PATH } = environment;
  const caches = environment.XDG_CACHE_HOME || join(homedir(), ".cache");
  const home = path(environment.HF_HOME || join(caches, "huggingface"));
  const token = checkToken(environment.HF_TOKEN, "HF_TOKEN");
  const tokenFile = HF_TOKEN_PATH ? path(HF_TOKEN_PATH) : join(home, "token");
  return {
    endpoint: readEndpoint(environment.HF_ENDPOINT),
    token: () => token ?? readTokenFile(tokenFile),
    offline: /^(1|on|yes|true)$/i.test(
      environment.HF_HUB_OFFLINE || environment.TRANSFORMERS_OFFLINE || "",
    ),
    cache: path(HF_HUB_CACHE || HUGGINGFACE_HUB_CACHE || join(home, "hub")),
  };
}

function readEndpoint(asked: string | undefined): string {
  if (!asked?.trim()) return PUBLIC_HUB;
  const url = URL.parse(asked.trim());
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username) {
    return url.href.replace(/\/+$/, "");
  }
  throw new RangeError("HF_ENDPOINT: expected an address such as https://huggingface.co");
}

/** A missing or unreadable file is no token: the hub says where one is needed. */
function readTokenFile(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  return checkToken(text, `The token file ${path}`);
}

function checkToken(text: string | undefined, source: string): string | undefined {
  const token = text?.trim() || undefined;
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return token;
  throw new RangeError(`${source}: expected a token, which has no spaces and only ASCII letters`);
}
