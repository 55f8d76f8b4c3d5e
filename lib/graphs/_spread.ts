/**
 * Moves positions apart until neighbours are at least `gap` away from each other, as little as
 * possible in the sum of squares (isotonic regression by pooling adjacent violators).
 *
 * @returns the new positions, in the order given
 */
export function spreadApart(positions: readonly number[], gap: number): number[] {
  const order = positions.map((_, i) => i).toSorted((a, b) => positions[a]! - positions[b]!);
  const pools: { sum: number; count: number }[] = [];
  order.forEach((index, rank) => {
    pools.push({ sum: positions[index]! - rank * gap, count: 1 });
    while (pools.length > 1 && meanOfPool(pools.at(-2)!) > meanOfPool(pools.at(-1)!)) {
      const { sum, count } = pools.pop()!;
      pools.at(-1)!.sum += sum;
      pools.at(-1)!.count += count;
    }
  });
  const moved = pools.flatMap((pool) => new Array<number>(pool.count).fill(meanOfPool(pool)));
  const result = new Array<number>(positions.length);
  order.forEach((index, rank) => result[index] = moved[rank]! + rank * gap);
  return result;
}

function meanOfPool({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count;
}
