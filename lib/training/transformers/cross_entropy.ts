import { tf } from "lib/training/tensorflow.ts";

/**
 * Mean cross entropy of scores [R, V] against one class a row: `Σ (log Σ exp z - z_target) / R`
 * (PyTorch's `cross_entropy`). Its gradient `(softmax(z) - onehot) / R` is given.
 *
 * @param targets R classes in 0..V-1
 */
export function crossEntropy(logits: tf.Tensor2D, targets: Int32Array): tf.Scalar {
  const [rows, classes] = logits.shape;
  if (targets.length !== rows) {
    throw new TypeError(
      `Cannot compute a cross entropy: expected ${rows} targets, one a row, got ${targets.length}`,
    );
  }
  const compute = tf.customGrad((x, save) => {
    const scores = x as tf.Tensor2D;
    const normalizer = tf.logSumExp(scores, 1, true); // [R, 1]
    (save as tf.GradSaveFunc)([scores, normalizer]);
    const places = targets.map((target, row) => row * classes + target);
    const chosen = tf.gather(tf.reshape(scores, [rows * classes]), tf.tensor1d(places, "int32"));
    return {
      value: tf.mean(tf.sub(tf.reshape(normalizer, [rows]), chosen)),
      gradFunc: (upstream, saved) => {
        const [scores, normalizer] = saved as [tf.Tensor, tf.Tensor];
        const probabilities = tf.exp(tf.sub(scores, normalizer)); // [R, V]
        const truth = tf.oneHot(tf.tensor1d(targets, "int32"), classes); // [R, V]
        return tf.mul(tf.sub(probabilities, truth), tf.div(upstream, rows));
      },
    };
  });
  return compute(logits) as tf.Scalar;
}
