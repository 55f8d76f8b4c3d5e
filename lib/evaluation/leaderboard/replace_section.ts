import { writeAtomic } from "lib/files.ts";

/** What `replaceSection` replaces, and by what. */
export interface Section {
  /** The section's name: it lies between `<!-- name -->` and `<!-- /name -->`. */
  readonly name: string;
  /** What comes between the markers, on lines of its own. */
  readonly markdown: string;
}

/**
 * Replaces what lies between two HTML comments of a Markdown file and nothing else.
 *
 * @throws {SyntaxError} when the file does not hold the opening marker once and the closing one once
 * after it
 */
export async function replaceSection(path: string, { name, markdown }: Section): Promise<void> {
  const text = await Deno.readTextFile(path);
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, ...rest] = text.split(opening);
  const [replaced, ...after] = rest.join(opening).split(closing);
  if (rest.length !== 1 || after.length !== 1 || replaced === undefined) {
    throw new SyntaxError(
      `Cannot replace a section of ${path}: expected ${opening} and then ${closing}, each once, ` +
        `got ${rest.length} and ${text.split(closing).length - 1}`,
    );
  }
  const content = `${before}${opening}\n\n${markdown.trim()}\n\n${closing}${after[0]}`;
  if (content !== text) await writeAtomic(path, content);
}
