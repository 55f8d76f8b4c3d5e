import type { Weights } from "lib/loaders/models/open_weights.ts";
import type { Generator } from "lib/random.ts";
import type { StoredTensor } from "lib/storage/safetensors.ts";

/** What `checkNames` compares with. */
export interface CheckNamesOptions {
  /** Names in the file by the names of the parameters they fit. */
  readonly names: ReadonlyMap<string, string>;
  readonly path: string;
  /** Whether a parameter may be missing because it can be drawn. @default none may */
  readonly canDraw?: (name: string) => boolean;
  /** What the error adds about missing parameters. @default nothing */
  readonly hint?: (missing: readonly string[]) => string;
}

/**
 * Compares a checkpoint's tensors with the parameters that its `config.json` asks for.
 *
 * @throws {TypeError} naming every tensor that is missing or unknown
 */
export function checkNames(parameters: readonly string[], options: CheckNamesOptions): void {
  const { names, path, canDraw = () => false, hint = () => "" } = options;
  const missing = parameters.filter((name) => !names.has(name) && !canDraw(name));
  const extra = [...names.keys()].filter((name) => !parameters.includes(name));
  if (missing.length === 0 && extra.length === 0) return;
  const problems = [
    ...missing.map((name) => `${name} is missing`),
    ...extra.map((name) => `${names.get(name)} is unknown`),
  ];
  throw new TypeError(
    `${path} does not fit its config.json: ${problems.join(", ")}${hint(missing)}`,
  );
}

/**
 * Reads one tensor of a checkpoint.
 *
 * @throws {TypeError} when its shape is another than the config says
 */
export async function readTensor(
  stored: Pick<Weights, "read">,
  { name, shape, path }: { name: string; shape: readonly number[]; path: string },
): Promise<StoredTensor> {
  const tensor = await stored.read(name);
  if (tensor.shape.join() !== shape.join()) {
    throw new TypeError(
      `${path}: expected ${name} of shape [${shape}] by its config.json, got [${tensor.shape}]`,
    );
  }
  return tensor;
}

/** Draws a new weight from the normal distribution with mean 0. */
export function drawNormal(
  shape: readonly number[],
  { deviation, generator }: { deviation: number; generator: Generator },
): StoredTensor {
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  return { shape, data: deviation === 0 ? data : data.map(() => generator.normal() * deviation) };
}
