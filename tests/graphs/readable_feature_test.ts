import assert from "assert";
import { LOG_MEL_STATS_COLUMNS } from "lib/encoders/sound/log_mel_stats.ts";
import { readableFeature } from "lib/graphs/readable_feature.ts";

Deno.test("readableFeature() splits camelCase and puts a unit in brackets", () => {
  assert.equal(readableFeature("clipSyllablesASecond"), "clip syllables a second");
  assert.equal(readableFeature("pitchSemitones"), "pitch (semitones)");
  assert.equal(readableFeature("clipTempoBpm"), "clip tempo (beats a minute)");
  assert.equal(readableFeature("melStdDb"), "mel standard deviation (dB)");
  assert.equal(readableFeature("clipPauseShare"), "clip pause share");
});

Deno.test("readableFeature() leaves a single word and what is no camelCase as they are", () => {
  for (const name of ["clarity", "semitones", "", "PC 3", "word: viral", "dB level", "rmsDb2"]) {
    assert.equal(readableFeature(name), name);
  }
});

Deno.test("readableFeature() keeps the sound features apart", () => {
  const names = LOG_MEL_STATS_COLUMNS.map(readableFeature);
  assert.equal(new Set(names).size, LOG_MEL_STATS_COLUMNS.length);
  assert.ok(names.every((name) => /^[a-z ]+( \([a-zA-Z ]+\))?$/.test(name)), names.join("; "));
});
