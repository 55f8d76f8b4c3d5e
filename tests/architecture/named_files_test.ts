import assert from "assert";
import { join } from "node:path";
import { exists } from "lib/files.ts";
import { settings } from "lib/settings.ts";

/** Pages that tell people which files to open. */
const PAGES = [
  "CONTRIBUTING.md",
  "README.md",
  "docs/architecture.md",
  "docs/caches.md",
  "docs/glossary.md",
  "docs/rehearsal.md",
];

/** A path in backticks, unless a part of it is a placeholder. */
const PATH = /`((?:lib|tests|docs|notebooks|\.ci|\.github)\/[^`<>*…]*)`/g;

for (const page of PAGES) {
  Deno.test(`${page} names only files that there are`, async () => {
    const text = await Deno.readTextFile(join(settings.root, page));
    const paths = [...new Set([...text.matchAll(PATH)].map(([, path]) => path!))];
    const missing: string[] = [];
    for (const path of paths) {
      if (!await exists(join(settings.root, path))) missing.push(path);
    }
    assert.deepEqual(missing, []);
  });
}
