/** Makes a record with a value for each key. */
export function record<Key extends string, Value>(
  keys: readonly Key[],
  valueOf: (key: Key, index: number) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key, i) => [key, valueOf(key, i)])) as Record<Key, Value>;
}
