import assert from "assert";
import { LOG_MEL_STATS_COLUMNS, logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { spansOf } from "lib/encoders/sound/sound_encoder.ts";
import type { Sound } from "lib/loaders/clips/audio.ts";
import { digestOf } from "lib/storage/digest.ts";
import { hiss, soundOf, voice } from "./_sounds.ts";

type Row = Record<typeof LOG_MEL_STATS_COLUMNS[number], number>;

async function rowsOf(sound: Sound, fps: number): Promise<Row[]> {
  const { rows, columns, data } = await logMelStats.encode(spansOf(sound, fps));
  assert.equal(columns, LOG_MEL_STATS_COLUMNS.length);
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      LOG_MEL_STATS_COLUMNS.map((column, i) => [column, data[row * columns + i]!]),
    ) as Row);
}

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual}, expected ${expected}`);

Deno.test("logMelStats measures the level of each row and of the clip", async () => {
  const sine = (t: number) => Math.sin(2 * Math.PI * 440 * t) * (t < 1 ? 0.5 : 0.05);
  const [loud, quiet] = await rowsOf(soundOf(2, sine), 1);
  close(loud!.loudnessDb, 20 * Math.log10(0.5 * Math.SQRT1_2), 0.01); // -9.03
  close(quiet!.loudnessDb, loud!.loudnessDb - 20, 0.01);
  close(loud!.clipLoudnessDb, 10 * Math.log10((0.125 + 0.00125) / 2), 0.01); // -11.99
  assert.equal(quiet!.clipLoudnessDb, loud!.clipLoudnessDb);
  const [noise, faint] = await rowsOf(soundOf(2, (t) => hiss(t) * (t < 1 ? 0.5 : 0.05)), 1);
  close(noise!.melMeanDb - faint!.melMeanDb, 20, 0.5);
  close(noise!.melStdDb, faint!.melStdDb, 0.5);
});

Deno.test("logMelStats hears pitch in semitones, the clip's median where a row has none", async () => {
  const melody = (t: number) => t < 1 ? voice(220)(t) : t < 2 ? 0 : voice(261.626)(t);
  const rows = await rowsOf(soundOf(3, melody), 4);
  const [a3, silence, c4] = [rows[1]!, rows[5]!, rows[9]!];
  close(a3.pitchSemitones, 57, 0.05);
  close(c4.pitchSemitones, 60, 0.05);
  assert.equal(silence.pitchSemitones, silence.clipPitchSemitones);
  assert.ok(a3.clarity > 0.9 && silence.clarity < 0.1);
});

Deno.test("logMelStats finds the tempo of clicks over a voice", async () => {
  for (const bpm of [84, 120, 150]) {
    const beat = 60 / bpm;
    const song = (t: number) =>
      0.2 * voice(200)(t) * Math.abs(Math.sin(2 * Math.PI * 2.3 * t)) +
      (t % beat < 0.02 ? 0.5 * hiss(t) : 0);
    const [row] = await rowsOf(soundOf(8, song), 1);
    close(row!.clipTempoBpm, bpm, 1);
  }
});

Deno.test("logMelStats counts syllables and pauses", async () => {
  // 4 syllables a second for 2 s, 1 s of silence, and again
  const speech = (t: number) =>
    t % 3 < 2 ? voice(150)(t) * Math.sin(Math.PI * 4 * (t % 0.25)) ** 2 : 0;
  const [row] = await rowsOf(soundOf(6, speech), 1);
  close(row!.clipSyllablesASecond, 16 / 6, 0.2);
  close(row!.clipPauseShare, 1 / 3, 0.05);
});

Deno.test("logMelStats tells bass from treble", async () => {
  const [low] = await rowsOf(soundOf(1, (t) => Math.sin(2 * Math.PI * 150 * t) / 2), 1);
  const [high] = await rowsOf(soundOf(1, (t) => Math.sin(2 * Math.PI * 5000 * t) / 2), 1);
  assert.ok(low!.bassDb > low!.trebleDb + 10 && high!.trebleDb > high!.bassDb + 10);
});

Deno.test("logMelStats takes bass, middle and treble of all 40 bands", async () => {
  const [row] = await rowsOf(soundOf(1, hiss), 1);
  const { bassDb, middleDb, trebleDb, melMeanDb } = row!;
  close((13 * bassDb + 14 * middleDb + 13 * trebleDb) / 40, melMeanDb, 1e-4);
});

// Two levels, the upper one for a share p of the time: skewness (1 - 2p) / sqrt(p (1 - p)).
Deno.test("logMelStats tells how levels lean to one side", async () => {
  for (const [share, skewness] of [[0.5, 0], [0.75, -1.155]] as const) {
    const [row] = await rowsOf(soundOf(1, (t) => hiss(t) * (t < share ? 0.5 : 0.005)), 1);
    close(row!.melSkewness, skewness, 0.1);
  }
});

Deno.test("logMelStats counts what rises, not what falls", async () => {
  const tone = (t: number) => Math.sin(2 * Math.PI * 1000 * t) / 2;
  const [rising] = await rowsOf(soundOf(1, (t) => tone(t) * 100 ** (t - 1)), 1);
  const [falling] = await rowsOf(soundOf(1, (t) => tone(t) * 100 ** -t), 1);
  assert.ok(rising!.fluxDb > 10 * falling!.fluxDb, `${rising!.fluxDb}, ${falling!.fluxDb}`);
});

Deno.test("logMelStats describes silence, and sound shorter than a window, in finite numbers", async () => {
  for (const sound of [soundOf(1, () => 0), soundOf(0.01, voice(200)), soundOf(1e-4, () => 1)]) {
    const rows = await rowsOf(sound, 10);
    assert.ok(rows.length > 0);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) assert.ok(Number.isFinite(value), column);
    }
  }
  const [silent] = await rowsOf(soundOf(1, () => 0), 1);
  assert.equal(silent!.clipLoudnessDb, -80);
  assert.deepEqual([silent!.clipPitchSemitones, silent!.clipTempoBpm], [57, 120]);
  assert.equal((await logMelStats.encode([])).rows, 0);
});

Deno.test("logMelStats refuses sound at another rate", async () => {
  const sound = { sampleRateHz: 44_100, samples: new Float32Array(100) };
  await assert.rejects(logMelStats.encode(spansOf(sound, 1)), {
    name: "TypeError",
    message: "Cannot encode sound with log-mel-stats: expected 16000 Hz, got 44100 Hz",
  });
});

Deno.test("logMelStats has another version when its numbers are others", async () => {
  const sound = soundOf(
    3,
    (t) => t < 1 ? voice(180)(t) : t < 2 ? 0.2 * hiss(t) : voice(300)(t) / 3,
  );
  const rows = (await rowsOf(sound, 4)).map((row) => Object.values(row).map((n) => +n.toFixed(2)));
  assert.deepEqual(
    { version: logMelStats.identity.version, numbers: digestOf(rows) },
    { version: "1", numbers: "4e6e928a3835d598d1cc55b5b0716e5a8ca39bfd47a4a8a7ce7778f538c73d55" },
    "stores tell features apart by the version: count it up in log_mel_stats.ts, and note both here",
  );
});
