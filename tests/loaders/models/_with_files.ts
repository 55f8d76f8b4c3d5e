import type { ModelFiles } from "lib/loaders/models/model_files.ts";

/** A model with files in other places, or without some. */
export function withFiles(
  model: ModelFiles,
  changed: Readonly<Record<string, string | undefined>>,
): ModelFiles {
  const isChanged = (name: string) => Object.hasOwn(changed, name);
  return {
    ...model,
    has: (name) => isChanged(name) ? Promise.resolve(changed[name] !== undefined) : model.has(name),
    file(name) {
      if (!isChanged(name)) return model.file(name);
      const path = changed[name];
      if (path !== undefined) return Promise.resolve(path);
      return Promise.reject(new Deno.errors.NotFound(`Cannot find ${name}`));
    },
  };
}
