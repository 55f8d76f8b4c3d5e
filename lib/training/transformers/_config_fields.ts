/** A `config.json` as it was read. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads a JSON object; `source` is what an error calls the text. */
export function parseObject(text: string, source: string): Fields {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return { ...parsed };
  } catch (error) {
    throw new SyntaxError(`${source}: expected JSON`, { cause: error });
  }
  throw new SyntaxError(`${source}: expected a JSON object`);
}

/** Refuses a field that says something else than the only value this library computes. */
export function expectField(
  fields: Fields,
  options: { name: string; value: string | boolean; source: string },
): void {
  const { name, value, source } = options;
  if ((fields[name] ?? value) !== value) {
    throw new RangeError(
      `${source}: expected ${name} ${value}, got ${JSON.stringify(fields[name])}`,
    );
  }
}

/** A number from 0, `otherwise` where the field is missing or null. */
export function numberField(
  fields: Fields,
  options: { name: string; otherwise?: number; source: string },
): number {
  const { name, otherwise, source } = options;
  const value = fields[name] ?? otherwise;
  if (typeof value !== "number" || !(value >= 0)) {
    throw new SyntaxError(`${source}: expected a number for ${name}, got ${JSON.stringify(value)}`);
  }
  return value;
}
