import { join } from "node:path";
import * as esbuild from "esbuild";

/**
 * Bundles the page's script with Vega and Vega-Lite into one text that no `<script>` element ends
 * early.
 *
 * @throws {Error} when a part of it is missing or cannot be parsed
 */
export async function bundleClient(): Promise<string> {
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [join(import.meta.dirname!, "client", "main.ts")],
      alias: { lib: join(import.meta.dirname!, "..") },
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      platform: "browser",
      target: "es2022",
      charset: "utf8",
      logLevel: "silent",
    });
    return outputFiles[0]!.text;
  } finally {
    await esbuild.stop(); // its process would keep this one from ending
  }
}
