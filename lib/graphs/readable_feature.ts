const UNITS: Readonly<Record<string, string>> = {
  db: "dB",
  bpm: "beats a minute",
  hz: "Hz",
  ms: "ms",
  semitones: "semitones",
};

const WORDS: Readonly<Record<string, string>> = { std: "standard deviation" };

/**
 * A feature's camelCase name as words, a unit at its end in brackets: "pitchSemitones" becomes
 * "pitch (semitones)", "clipSyllablesASecond" "clip syllables a second"; other names stay.
 */
export function readableFeature(name: string): string {
  if (!/^[a-z][a-zA-Z]*$/.test(name)) return name;
  const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const unit = words.length > 1 ? UNITS[words.at(-1)!] : undefined;
  const text = words.slice(0, unit ? -1 : undefined).map((word) => WORDS[word] ?? word).join(" ");
  return unit ? `${text} (${unit})` : text;
}
