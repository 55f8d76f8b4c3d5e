/** Finds the number that was stored for a pair of integers. */
export interface PairIndex {
  /** The number stored for a pair, -1 if none is. */
  find(first: number, second: number): number;
  /** Stores a number of at least 0 for a pair that has none. */
  add(first: number, second: number, value: number): void;
}

/**
 * A hash table with linear probing over typed arrays: a `Map` would need a string, or a number
 * beyond 31 bits, on the heap for each pair.
 */
export function createPairIndex(): PairIndex {
  let slots = 1 << 12; // a power of 2, at least twice the number of pairs
  let count = 0;
  let firsts = new Int32Array(slots);
  let seconds = new Int32Array(slots);
  let values = new Int32Array(slots).fill(-1);

  const slotOf = (first: number, second: number): number => {
    let slot = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b) >>> 7 & (slots - 1);
    while (values[slot]! >= 0 && (firsts[slot] !== first || seconds[slot] !== second)) {
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  };
  const put = (first: number, second: number, value: number): void => {
    const slot = slotOf(first, second);
    firsts[slot] = first;
    seconds[slot] = second;
    values[slot] = value;
  };
  const grow = (): void => {
    const [oldFirsts, oldSeconds, oldValues] = [firsts, seconds, values];
    slots *= 2;
    firsts = new Int32Array(slots);
    seconds = new Int32Array(slots);
    values = new Int32Array(slots).fill(-1);
    oldValues.forEach((value, slot) => {
      if (value >= 0) put(oldFirsts[slot]!, oldSeconds[slot]!, value);
    });
  };
  return {
    find: (first, second) => values[slotOf(first, second)]!,
    add: (first, second, value) => {
      if (++count * 2 > slots) grow();
      put(first, second, value);
    },
  };
}
