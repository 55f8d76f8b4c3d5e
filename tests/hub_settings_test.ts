import assert from "assert";
import { homedir } from "node:os";
import { join } from "node:path";
import { type HubSettings, readHubSettings } from "lib/hub_settings.ts";
import { inFolder } from "./_in_folder.ts";

const ROOT = "/project";

/** A file that is there on no machine. */
const NO_TOKEN_FILE = { HF_TOKEN_PATH: "/nowhere/token" };

Deno.test("readHubSettings() takes the public hub and the usual folders where nothing is set", () => {
  const { token: _, ...settings } = readHubSettings({}, ROOT);
  assert.deepEqual(settings, {
    endpoint: "https://huggingface.co",
    offline: false,
    cache: join(homedir(), ".cache", "huggingface", "hub"),
  });
  assert.equal(readHubSettings(NO_TOKEN_FILE, ROOT).token(), undefined);
});

/** Variables, and the folder of what was fetched that they name. */
const CACHES: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [{ XDG_CACHE_HOME: "/caches" }, "/caches/huggingface/hub"],
  [{ HF_HOME: "/hf", XDG_CACHE_HOME: "/caches" }, "/hf/hub"],
  [{ HF_HOME: "~/hf" }, join(homedir(), "hf", "hub")],
  [{ HUGGINGFACE_HUB_CACHE: "/old", HF_HOME: "/hf" }, "/old"],
  [{ HF_HUB_CACHE: "/new", HUGGINGFACE_HUB_CACHE: "/old", HF_HOME: "/hf" }, "/new"],
  [{ HF_HUB_CACHE: "kept" }, join(ROOT, "kept")],
];

for (const [variables, cache] of CACHES) {
  Deno.test(`readHubSettings() finds the cache by ${Object.keys(variables).join(", ")}`, () => {
    assert.equal(readHubSettings(variables, ROOT).cache, cache);
  });
}

Deno.test("readHubSettings() takes another hub, without the slash at its end", () => {
  const endpointOf = (text: string) => readHubSettings({ HF_ENDPOINT: text }, ROOT).endpoint;
  assert.equal(endpointOf("https://mirror.example/"), "https://mirror.example");
  assert.equal(endpointOf(" http://127.0.0.1:8080/hf "), "http://127.0.0.1:8080/hf");
  for (
    const wrong of ["mirror.example", "ftp://mirror.example", "https://me:secret@mirror.example"]
  ) {
    assert.throws(() => endpointOf(wrong), {
      name: "RangeError",
      message: "HF_ENDPOINT: expected an address such as https://huggingface.co",
    });
  }
});

Deno.test("readHubSettings() is offline by the words that Hugging Face's libraries know", () => {
  const isOffline = (variables: Record<string, string>) => readHubSettings(variables, ROOT).offline;
  for (const word of ["1", "ON", "yes", "True"]) assert.ok(isOffline({ HF_HUB_OFFLINE: word }));
  for (const word of ["0", "", "off", "false"]) assert.ok(!isOffline({ HF_HUB_OFFLINE: word }));
  assert.ok(isOffline({ TRANSFORMERS_OFFLINE: "1" }));
});

Deno.test("readHubSettings() takes the token of the variable before that of the file", () =>
  inFolder(async (folder) => {
    const tokenBy = (variables: Record<string, string>) => readHubSettings(variables, ROOT).token();
    await Deno.writeTextFile(join(folder, "token"), "hf_of_file\n");
    assert.equal(tokenBy({ HF_HOME: folder }), "hf_of_file");
    assert.equal(tokenBy({ HF_TOKEN_PATH: join(folder, "token") }), "hf_of_file");
    assert.equal(tokenBy({ HF_HOME: folder, HF_TOKEN: " hf_own " }), "hf_own");
    assert.equal(tokenBy({ HF_HOME: folder, HF_TOKEN: "" }), "hf_of_file");
  }));

Deno.test("readHubSettings() shows no token, neither printed nor in an error", () => {
  const settings: HubSettings = readHubSettings({ HF_TOKEN: "hf_secret" }, ROOT);
  assert.equal(`${Deno.inspect(settings)}${JSON.stringify(settings)}`.includes("hf_secret"), false);
  assert.throws(() => readHubSettings({ HF_TOKEN: "hf secret\nx" }, ROOT), {
    name: "RangeError",
    message: "HF_TOKEN: expected a token, which has no spaces and only ASCII letters",
  });
});
