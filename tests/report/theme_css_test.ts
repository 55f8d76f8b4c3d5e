import assert from "assert";
import { themeCss } from "lib/report/theme_css.ts";

Deno.test("themeCss() names every colour of the page in both forms", () => {
  const css = themeCss();
  assert.ok(css.includes("--card: light-dark(#ffffff, #14181f);"));
  assert.ok(css.includes("--model: light-dark(#0072b2, #56b4e9);"));
  assert.match(css, /^:root \{ (--[a-z]+: light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\); ?)+\}\n$/);
});

Deno.test("themeCss() defines every colour that the style sheet uses", async () => {
  const sheet = await Deno.readTextFile(new URL("../../lib/report/page.css", import.meta.url));
  const used = [...sheet.matchAll(/var\((--[a-z]+)\)/g)].map(([, name]) => name!);
  const own = new Set([...(sheet + themeCss()).matchAll(/(--[a-z]+):/g)].map(([, name]) => name!));
  assert.deepEqual(used.filter((name) => !own.has(name)), []);
});
