import { deriveSeed } from "lib/random.ts";
import type { FrameContributions } from "lib/training/sequences/frame_contributions.ts";
import type { FittedSequenceHead, SequenceHead } from "lib/training/sequences/sequence_head.ts";
import type { DenseMatrix } from "lib/types.ts";

/** How many heads `averageSeeds` averages. */
export interface AverageSeedsOptions {
  /** Heads that are fitted. @default 3 */
  readonly members?: number;
  /** Decides the members' seeds, 0 to 2^32-1. @default 0 */
  readonly seed?: number;
}

/**
 * Fits a head once for each of some seeds and averages their predictions and contributions.
 *
 * Each member learns from other rows, as others validate it, and starts elsewhere, so that what one
 * learned by chance counts less (bagging; Breiman 1996).
 *
 * @throws {RangeError} when the number of members is no positive whole number
 */
export function averageSeeds(
  make: (seed: number) => SequenceHead,
  { members = 3, seed = 0 }: AverageSeedsOptions = {},
): SequenceHead {
  if (!Number.isInteger(members) || members < 1) {
    throw new RangeError(
      `Cannot average heads: expected a positive whole number of members, got ${members}`,
    );
  }
  const heads = Array.from({ length: members }, (_, member) => make(deriveSeed(seed, member)));
  return {
    name: `mean of ${members} ${heads[0]!.name}`,
    async fit(features, targets) {
      const fitted: FittedSequenceHead[] = []; // one after another: each uses the whole backend
      for (const head of heads) fitted.push(await head.fit(features, targets));
      return {
        bias: Float32Array.from(
          fitted[0]!.bias,
          (_, k) => average(fitted.map((one) => one.bias[k]!)),
        ),
        async predict(sequences) {
          return averageMatrices(
            await Array.fromAsync(fitted, (member) => member.predict(sequences)),
          );
        },
        async contributions(sequences) {
          const all = await Array.fromAsync(fitted, (member) => member.contributions(sequences));
          return all[0]!.map((_, i) => averageContributions(all.map((member) => member[i]!)));
        },
      };
    },
  };
}

function averageContributions(members: readonly FrameContributions[]): FrameContributions {
  return Object.fromEntries(
    Object.keys(members[0]!).map((part) => [
      part,
      averageMatrices(members.map((member) => member[part]!)),
    ]),
  );
}

function averageMatrices(members: readonly DenseMatrix[]): DenseMatrix {
  const [{ rows, columns, data }] = members as [DenseMatrix];
  const averaged = Float64Array.from(data, (_, at) => average(members.map((m) => m.data[at]!)));
  return { kind: "dense", rows, columns, data: averaged };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
