import { join } from "node:path";

/** Where a checkpoint's files lie: what `findModel` returns, or `filesIn` of a folder. */
export interface ModelFiles {
  /** Its name on the hub, if it has one. */
  readonly id?: string;
  /** The path of a file such as `config.json`. */
  file(name: string): Promise<string>;
}

/** Says where a folder's files lie. */
export function filesIn(folder: string): ModelFiles {
  return { file: (name) => Promise.resolve(join(folder, name)) };
}
