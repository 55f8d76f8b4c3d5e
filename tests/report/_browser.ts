import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";
import puppeteer, { type Browser, type LaunchOptions } from "puppeteer-core";
import { exists } from "lib/files.ts";
import { settings } from "lib/settings.ts";

/** Where other systems than Linux on x86-64, for which npm has a Chromium, keep theirs. */
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** A browser that starts here, or why there is none. */
export type FoundBrowser =
  | { readonly name: string; launch(): Promise<Browser> }
  | { readonly missing: string };

/** Finds a Chromium, the packaged one before an installed one, and sees whether it starts. */
export async function findBrowser(): Promise<FoundBrowser> {
  const isPackaged = Deno.build.os === "linux" && Deno.build.arch === "x86_64";
  const installed = INSTALLED.find((path) => existsSync(path));
  if (!isPackaged && installed === undefined) {
    const { os, arch } = Deno.build;
    return { missing: `npm has no Chromium for ${os} ${arch}, and none is installed` };
  }
  const options = isPackaged ? await unpackChromium() : { executablePath: installed! };
  const launch = () =>
    puppeteer.launch({
      ...options,
      headless: "shell",
      args: ["--no-sandbox", "--font-render-hinting=none"], // root has no sandbox
    });
  try {
    const browser = await launch();
    const name = await browser.version();
    await browser.close();
    return { name, launch };
  } catch (error) {
    return { missing: `${options.executablePath} does not start: ${(error as Error).message}` };
  }
}

/** Unpacks the npm package's browser, libraries and fonts once and says how to start it. */
async function unpackChromium(): Promise<LaunchOptions> {
  const module = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
  const version = /chromium@([\d.]+)/.exec(module)?.[1] ?? "unknown";
  const parent = join(settings.cache, "browser");
  const folder = join(parent, version);
  if (!await exists(folder)) {
    await Deno.mkdir(parent, { recursive: true });
    const partial = await Deno.makeTempDir({ dir: parent });
    await inflateInto(partial, join(module, "..", "..", "bin"));
    const fonts = join(partial, "fonts", "fonts.conf");
    const text = await Deno.readTextFile(fonts);
    await Deno.writeTextFile(fonts, text.replaceAll("/tmp/", `${folder}/`));
    await moveInto(folder, partial);
  }
  const env = {
    ...Deno.env.toObject(),
    FONTCONFIG_PATH: join(folder, "fonts"),
    LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
  };
  return { executablePath: join(folder, "chromium"), env };
}

async function moveInto(folder: string, partial: string): Promise<void> {
  try {
    await Deno.rename(partial, folder);
  } catch (error) {
    await Deno.remove(partial, { recursive: true });
    if (!await exists(folder)) throw error; // else a run at the same time was first
  }
}

/** The package unpacks into the system's temporary folder, whatever half a run left there. */
async function inflateInto(folder: string, archives: string): Promise<void> {
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", folder);
  try {
    await Promise.all(
      ["chromium.br", "fonts.tar.br", "al2023.tar.br"].map((name) => inflate(join(archives, name))),
    );
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
  }
}
