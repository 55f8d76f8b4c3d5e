import { basename } from "node:path";

/** Notebooks in the order in which a reader, and a run of all of them, takes them. */
const READING_ORDER: readonly string[] = [
  "Split Datasets",
  "Baselines (Textual)",
  "RoBERTa (Textual Autoencoding)",
  "GPT (Textual Autoregressive)",
  "ResNet (Visual Analysis)",
  "DinoV2 (Visual Analysis)",
  "Audio Analysis",
  "DinoV2 + RoBERTa (Multi-Modal)",
  "Channel History",
  "Prediction Intervals",
  "Leaderboard",
];

/**
 * Names, without `.ipynb`, of the notebooks in a folder, in reading order; those it does not know come
 * last, alphabetically.
 */
export async function listNotebooks(folder: string): Promise<string[]> {
  const files = await Array.fromAsync(Deno.readDir(folder));
  const names = files.filter(({ isFile, name }) => isFile && /^[^.].*\.ipynb$/.test(name))
    .map(({ name }) => basename(name, ".ipynb"));
  const rank = (name: string) => {
    const position = READING_ORDER.indexOf(name);
    return position < 0 ? READING_ORDER.length : position;
  };
  return names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/**
 * Picks the notebooks that are asked for, in the order given.
 *
 * Letter case and `.ipynb` do not matter. A whole name picks that notebook, else a beginning picks
 * all that share it, else a part does. No wish at all picks every notebook.
 *
 * @throws {RangeError} when a wish fits no notebook, naming those there are
 */
export function selectNotebooks(names: readonly string[], wishes: readonly string[]): string[] {
  if (wishes.length === 0) return [...names];
  const picked = new Set(wishes.flatMap((wish) => matches(names, wish)));
  return names.filter((name) => picked.has(name));
}

function matches(names: readonly string[], wish: string): string[] {
  const wanted = wish.toLowerCase().replace(/\.ipynb$/, "");
  const fits = [
    (name: string) => name === wanted,
    (name: string) => name.startsWith(wanted),
    (name: string) => name.includes(wanted),
  ];
  for (const fit of fits) {
    const found = names.filter((name) => fit(name.toLowerCase()));
    if (found.length > 0) return found;
  }
  throw new RangeError(
    `Cannot find a notebook for ${JSON.stringify(wish)}: expected a name or a part of one of ` +
      (names.map((name) => JSON.stringify(name)).join(", ") || "no notebooks at all"),
  );
}
