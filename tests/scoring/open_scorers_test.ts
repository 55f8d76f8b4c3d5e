import assert from "assert";
import { openScorers } from "lib/scoring/open_scorers.ts";
import { settings } from "lib/settings.ts";

Deno.test("openScorers() opens what is asked for once", async () => {
  const { ffmpeg } = openScorers(settings);
  assert.equal(await ffmpeg(), await ffmpeg());
});

Deno.test("openScorers() knows real texts where there is a data set, and invented ones elsewhere", () => {
  assert.equal(openScorers({ ...settings, dataset: "videos.csv" }).textKind, "real");
  assert.equal(openScorers({ ...settings, dataset: undefined }).textKind, "sample");
});
