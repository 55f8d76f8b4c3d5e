import type { Generator } from "lib/random.ts";
import { type AttentionModelOptions, columnsOf } from "lib/training/sequences/_attention_model.ts";
import { distanceBias } from "lib/training/sequences/_distance_bias.ts";
import { dotProductAttention } from "lib/training/sequences/_dot_product_attention.ts";
import type { ModalityColumns } from "lib/training/sequences/_modalities.ts";
import type { PaddedItems } from "lib/training/sequences/_padded_items.ts";
import { randomMatrix } from "lib/training/sequences/_random_matrix.ts";
import { MASKED, project, scoreFrames } from "lib/training/sequences/_score_frames.ts";
import type { SequenceModel, Tensors } from "lib/training/sequences/_sequence_model.ts";
import { tf } from "lib/training/tensorflow.ts";

/** Shapes of a cross-attention model. */
export interface CrossAttentionModelOptions extends AttentionModelOptions {
  /** Into how many the H columns of queries, keys and values are divided. */
  readonly heads: number;
  /** The modality whose frames look at those of the others. */
  readonly asking: string;
}

/** What frames of several modalities add together, beside what each adds by itself. */
const TOGETHER = "together";

/**
 * One part a modality m, `a_mf W_m x_mf`, and one of all together, `a_f U (tanh(G t_f) ∘ c_f)`: see
 * `crossAttention`.
 */
export function crossAttentionModel(options: CrossAttentionModelOptions): SequenceModel {
  const { modalities } = options;
  return {
    parts: [...modalities.map(({ name }) => name), TOGETHER],
    modalities,
    start: (generator) => startTensors(generator, options),
    contribute(tensors, items) {
      const alone = modalities.map((modality, m) => {
        const x = columnsOf(items.x, modality);
        return addPart(tensors, modality.name, { seen: x, values: x, mask: items.present[m]! });
      });
      return tf.concat([...alone, addTogether(tensors, items, options)], 2) as tf.Tensor4D;
    },
  };
}

function startTensors(
  generator: Generator,
  { modalities, asking, targets, hidden }: CrossAttentionModelOptions,
): Tensors {
  const width = ({ first, end }: ModalityColumns) => end - first;
  const own = width(modalities.find(({ name }) => name === asking)!);
  const others = modalities.at(-1)!.end - own;
  const parts = Object.fromEntries([
    ...modalities.map((modality) => [modality.name, width(modality)] as const),
    [TOGETHER, 2 * hidden] as const,
  ].flatMap(([part, seen]) => [
    [`${part}.V`, randomMatrix([seen, hidden], generator)],
    [`${part}.c`, tf.zeros([hidden])],
    [`${part}.w`, randomMatrix([hidden, 1], generator)],
    [`${part}.W`, tf.zeros([part === TOGETHER ? hidden : seen, targets])],
  ]));
  return {
    ...parts,
    queries: randomMatrix([own, hidden], generator),
    keys: randomMatrix([others, hidden], generator),
    values: randomMatrix([others, hidden], generator),
    gate: randomMatrix([own, hidden], generator),
  };
}

/** What a part adds: attention to frames by what is seen of them, times `W values` [B, F, 1, K]. */
function addPart(
  tensors: Tensors,
  part: string,
  { seen, values, mask }: { seen: tf.Tensor3D; values: tf.Tensor3D; mask: tf.Tensor2D },
): tf.Tensor {
  const [V, c, w] = [tensors[`${part}.V`]!, tensors[`${part}.c`]!, tensors[`${part}.w`]!];
  const attention = tf.expandDims(scoreFrames(seen, { V, c, w }, mask), 2); // [B, F, 1]
  return tf.expandDims(tf.mul(attention, project(values, tensors[`${part}.W`]!)), 2);
}

function addTogether(
  tensors: Tensors,
  { x, present }: PaddedItems,
  { modalities, asking, heads }: CrossAttentionModelOptions,
): tf.Tensor {
  const asker = modalities.findIndex(({ name }) => name === asking);
  const others = [...modalities.keys()].filter((m) => m !== asker);
  const own = columnsOf(x, modalities[asker]!);
  const read = readFrames(tensors, {
    own,
    others: tf.concat(others.map((m) => columnsOf(x, modalities[m]!)), 2),
    there: others.map((m) => present[m]!).reduce((some, other) => tf.maximum(some, other)),
    heads,
  });
  const gate = tf.tanh(project(own, tensors.gate!)); // [B, F, H]
  const values: tf.Tensor3D = tf.mul(gate, read);
  const seen: tf.Tensor3D = tf.concat([gate, values], 2); // [B, F, 2 H]
  return addPart(tensors, TOGETHER, { seen, values, mask: present[asker]! });
}

/** What readers and those they read from look like. */
interface Frames {
  /** The asking modality's columns [B, F, D_own]. */
  readonly own: tf.Tensor3D;
  /** All other columns [B, F, D_others]. */
  readonly others: tf.Tensor3D;
  /** [B, F]: 1 where a frame has any of the others. */
  readonly there: tf.Tensor2D;
  readonly heads: number;
}

/** What each frame reads from the others' frames [B, F, H]; 0 where there is nothing to read. */
function readFrames(tensors: Tensors, { own, others, there, heads }: Frames): tf.Tensor3D {
  const [batch, frames] = there.shape;
  const missing = tf.mul(tf.sub(1, tf.reshape(there, [batch, 1, 1, frames])), MASKED);
  return dotProductAttention({
    queries: project(own, tensors.queries!),
    keys: project(others, tensors.keys!),
    values: tf.tanh(project(others, tensors.values!)),
    bias: tf.add(distanceBias(frames, heads), missing),
    heads,
  });
}
