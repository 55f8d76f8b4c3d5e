import type { DenseMatrix, Frame } from "lib/types.ts";

/** A clip's features as they come in. */
export interface ClipRows {
  /** Takes the next frame; says whether it has to be encoded or is like the last one that was. */
  next(frame: Frame): boolean;
  /** Takes the features [D] of the next frame that had to be encoded. */
  put(row: Float32Array): void;
  /** Says that no frame follows. */
  end(): void;
  /** Whether all frames came and have their features. */
  complete(): boolean;
  /** The features [F, D] and times of all frames. */
  result(): { embeddings: DenseMatrix; timestampsMs: Float64Array };
}

/**
 * Starts an empty clip.
 *
 * @param reuseBelow a frame whose pixels differ by less than this on average, in grey levels of
 * 255, from the last encoded one takes over its features; 0 encodes every frame
 */
export function createClipRows(columns: number, reuseBelow: number): ClipRows {
  const rows: Float32Array[] = [];
  const rowOfFrame: number[] = [];
  const timestampsMs: number[] = [];
  let encoded: Frame | undefined;
  let asked = 0;
  let ended = false;
  return {
    next(frame) {
      timestampsMs.push(frame.timestampMs);
      const alike = encoded !== undefined && reuseBelow > 0 &&
        meanDifference(frame.pixels, encoded.pixels) < reuseBelow;
      if (!alike) {
        encoded = frame;
        asked++;
      }
      rowOfFrame.push(asked - 1);
      return !alike;
    },
    put: (row) => void rows.push(row),
    end: () => void (ended = true),
    complete: () => ended && rows.length === asked,
    result() {
      const data = new Float32Array(rowOfFrame.length * columns);
      rowOfFrame.forEach((row, frame) => data.set(rows[row]!, frame * columns));
      return {
        embeddings: { kind: "dense", rows: rowOfFrame.length, columns, data },
        timestampsMs: Float64Array.from(timestampsMs),
      };
    },
  };
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}
