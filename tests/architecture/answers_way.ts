import type { Library } from "./library.ts";

/** A step on the way of one answer. */
export interface Step {
  /** `lib/…`. */
  readonly path: string;
  /** The function that does it. */
  readonly name: string;
}

/** Files that the way of one answer may enter. */
export const MOST_FILES = 20;

/** A line of the list: ``3. `lib/scoring/open_scorers.ts` `openScorers`: …``. */
const LINE = /^\d+\. `(lib\/[\w/]+\.ts)` `(\w+)`/gm;

/** Reads the list of steps from the command to the interval in `docs/architecture.md`. */
export function readAnswersWay(markdown: string): Step[] {
  return [...markdown.matchAll(LINE)].map(([, path, name]) => ({ path: path!, name: name! }));
}

/** The files of a way, each once. */
export function filesOf(way: readonly Step[]): string[] {
  return [...new Set(way.map(({ path }) => path))];
}

/**
 * Says where a way does not hold: a file there is not, a function that its file does not declare, a
 * file that no earlier one of the way loads, more files than allowed, or a step that climbs back up.
 *
 * @param declares whether a file declares a function
 */
export function brokenSteps(
  way: readonly Step[],
  { files, uses }: Library,
  declares: (step: Step) => boolean,
): string[] {
  const problems = way.flatMap((step, i) => {
    const { path, name } = step;
    if (!files.has(path)) return [`${path} is not there`];
    if (!declares(step)) return [`${path} declares no ${name}`];
    const before = new Set(way.slice(0, i).map(({ path }) => path));
    const isEntered = i === 0 || before.has(path) ||
      uses.some(({ from, to, how }) => to === path && how !== "path" && before.has(from));
    return isEntered ? [] : [`no earlier step imports ${path}`];
  });
  const count = filesOf(way).length;
  return count <= MOST_FILES ? problems : [...problems, `${count} files, at most ${MOST_FILES}`];
}
