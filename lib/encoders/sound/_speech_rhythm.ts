/** How fast something is said, and how much of the time nothing is. */
export interface SpeechRhythm {
  /** Syllables a second of the whole clip. */
  readonly syllablesASecond: number;
  /** Share of the time in pauses, 0..1. */
  readonly pauseShare: number;
}

/** A syllable's peak stands out from the dip before it by this much. */
const DIP_DB = 4;
/** What is this much below the loud parts is a pause, if it lasts. */
const PAUSE_DB = 25;
const LEAST_PAUSE_SECONDS = 0.2;
const SMOOTHED_SECONDS = 0.05;

/**
 * Counts syllables as peaks of the level that stand out from the dips around them, and pauses as
 * stretches far below the level's 95th percentile (de Jong and Wempe, "Praat script to detect
 * syllable nuclei", 2009, with a dip of 4 dB for 10 ms frames and no look at voicing).
 *
 * @param levelsDb level of each frame
 * @param framesASecond their rate
 */
export function measureRhythm(levelsDb: Float64Array, framesASecond: number): SpeechRhythm {
  if (levelsDb.length === 0) return { syllablesASecond: 0, pauseShare: 0 };
  const levels = smooth(levelsDb, Math.round(SMOOTHED_SECONDS * framesASecond));
  const quiet = levels.toSorted()[Math.floor(0.95 * (levels.length - 1))]! - PAUSE_DB;
  const pauses = stretchesBelow(levels, quiet)
    .filter((length) => length >= LEAST_PAUSE_SECONDS * framesASecond);
  const paused = pauses.reduce((sum, length) => sum + length, 0);
  return {
    syllablesASecond: countPeaks(levels, quiet) * framesASecond / levels.length,
    pauseShare: paused / levels.length,
  };
}

/** Mean of the frames around each. */
function smooth(series: Float64Array, width: number): Float64Array {
  const reach = Math.floor(width / 2);
  return series.map((_, i) => {
    const around = series.subarray(Math.max(0, i - reach), i + reach + 1);
    return around.reduce((sum, value) => sum + value, 0) / around.length;
  });
}

function stretchesBelow(levels: Float64Array, limit: number): number[] {
  const lengths: number[] = [];
  let length = 0;
  for (const level of [...levels, Infinity]) {
    if (level < limit) length++;
    else if (length > 0) lengths.push(length), length = 0;
  }
  return lengths;
}

/** Peaks above a limit with a dip before and after. */
function countPeaks(levels: Float64Array, limit: number): number {
  let [count, rising, extreme] = [0, true, levels[0]!];
  for (const level of [...levels, -Infinity]) {
    if (rising ? level > extreme : level < extreme) extreme = level;
    else if (Math.abs(level - extreme) >= DIP_DB) {
      if (rising && extreme >= limit) count++;
      [rising, extreme] = [!rising, level];
    }
  }
  return count;
}
