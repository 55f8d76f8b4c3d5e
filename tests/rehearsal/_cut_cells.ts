import type { Notebook } from "lib/notebooks/notebook.ts";

/** Budgets of a notebook by the name they have in its code, each with the value that takes its place. */
export type Cuts = Readonly<Record<string, unknown>>;

/**
 * Gives a notebook whose budgets are cut: each name is a field of its config, or else a constant, declared once,
 * whose whole value, whatever the profile would choose, becomes the given one.
 *
 * @param name what an error calls the notebook
 * @throws {RangeError} when the code declares a name not at all, or more than once
 */
export function cutNotebook(name: string, notebook: Notebook, cuts: Cuts): Notebook {
  const sources = notebook.cells.map(({ source }) => source);
  for (const [budget, value] of Object.entries(cuts)) {
    const places = placesOf(
      budget,
      notebook.cells.map(({ cell_type }, at) => cell_type === "code" ? sources[at]! : ""),
    );
    const [place] = places;
    if (!place || places.length > 1) {
      throw new RangeError(
        `Cannot cut the budget ${budget} of ${name}: expected its code to declare it once, found it ` +
          `${places.length} times`,
      );
    }
    const source = sources[place.cell]!;
    sources[place.cell] = source.slice(0, place.from) + JSON.stringify(value) +
      source.slice(place.to);
  }
  const cells = notebook.cells.map((cell, at) => ({ ...cell, source: sources[at]! }));
  return { ...notebook, cells };
}

/** Where a value stands. */
interface Place {
  readonly cell: number;
  readonly from: number;
  readonly to: number;
}

/** Where the values of a name stand: of a field of the config, or else of a constant. */
function placesOf(name: string, sources: readonly string[]): Place[] {
  const valuesOf = (declaration: RegExp, isMeant: (source: string) => boolean) =>
    sources.flatMap((source, cell) =>
      [...isMeant(source) ? source.matchAll(declaration) : []].map(({ index, 0: { length } }) => (
        { cell, from: index + length, to: endOfValue(source, index + length) }
      ))
    );
  const isConfig = (source: string) => /^const config\b/m.test(source);
  const fields = valuesOf(new RegExp(`^  ${name}: `, "gm"), isConfig);
  return fields.length > 0 ? fields : valuesOf(new RegExp(`^const ${name} = `, "gm"), () => true);
}

const OPENING = "([{";
const CLOSING = ")]}";

/** Where the expression that starts at a place ends: before the comma, semicolon or bracket after it. */
function endOfValue(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const character = source[at]!;
    if (`"'\``.includes(character)) at = source.indexOf(character, at + 1);
    else if (OPENING.includes(character)) depth++;
    else if (depth > 0 && CLOSING.includes(character)) depth--;
    else if (depth === 0 && `,;${CLOSING}`.includes(character)) return at;
    if (at < 0) break;
  }
  throw new SyntaxError(`Cannot find where a value ends: ${source.slice(from, from + 60)}`);
}
