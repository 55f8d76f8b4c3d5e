const SLOWEST_BPM = 50;
const FASTEST_BPM = 200;
const STEP_BPM = 0.5;
/** Beats ahead at which onsets are looked for. */
const BEATS_AHEAD = 4;
/** The tempo that people hear where several fit, and how many octaves they stray from it. */
const PREFERRED_BPM = 120;
const STRAY_OCTAVES = 0.7;

/**
 * Finds the tempo, 50 to 200 beats a minute, whose next four beats fall on onsets best: the mean
 * autocorrelation at one to four periods, weighed towards 120 beats a minute (Ellis, "Beat tracking by
 * dynamic programming", 2007).
 *
 * @param onsets how much begins in each frame
 * @param framesASecond their rate
 * @returns `PREFERRED_BPM` where nothing repeats
 */
export function findTempo(onsets: Float64Array, framesASecond: number): number {
  const longest = Math.ceil(60 * BEATS_AHEAD * framesASecond / SLOWEST_BPM) + 1;
  const likeness = autocorrelation(onsets, Math.min(longest, onsets.length - 1));
  let best = { bpm: PREFERRED_BPM, score: 0 };
  for (let bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm += STEP_BPM) {
    const period = 60 * framesASecond / bpm;
    let sum = 0;
    for (let beat = 1; beat <= BEATS_AHEAD; beat++) sum += valueAt(likeness, beat * period);
    const octaves = Math.log2(bpm / PREFERRED_BPM) / STRAY_OCTAVES;
    const score = sum / BEATS_AHEAD * Math.exp(-octaves * octaves / 2);
    if (score > best.score) best = { bpm, score };
  }
  return best.bpm;
}

/** Correlation of a series with itself `0, 1, ..., longest` steps later; zeros where it is constant. */
function autocorrelation(series: Float64Array, longest: number): Float64Array {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const centred = series.map((value) => value - mean);
  const power = centred.reduce((sum, value) => sum + value * value, 0);
  return Float64Array.from({ length: Math.max(longest + 1, 1) }, (_, lag) => {
    if (power === 0) return 0;
    let sum = 0;
    for (let i = lag; i < centred.length; i++) sum += centred[i]! * centred[i - lag]!;
    return sum / power;
  });
}

/** A series between two of its steps, 0 beyond its end. */
function valueAt(series: Float64Array, position: number): number {
  const before = Math.floor(position);
  const share = position - before;
  return (1 - share) * (series[before] ?? 0) + share * (series[before + 1] ?? 0);
}
