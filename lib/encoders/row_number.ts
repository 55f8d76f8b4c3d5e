import type { DenseMatrix, Video } from "lib/types.ts";
import type { Encoder } from "./encoder.ts";

/**
 * Encodes a video as nothing but its row number [N, 1].
 *
 * It knows nothing of the video, so a head that does well on it has found a leak: rows that stand
 * near each other share a channel.
 */
export const rowNumber: Encoder<Pick<Video, "row">, DenseMatrix> = {
  name: "row number",
  columns: 1,
  encode: (videos) =>
    Promise.resolve({
      kind: "dense",
      rows: videos.length,
      columns: 1,
      data: Float64Array.from(videos, ({ row }) => row),
    }),
};
