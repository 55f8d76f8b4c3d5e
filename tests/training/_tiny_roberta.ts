/** `tests/fixtures/tiny-roberta/expected.json`: what PyTorch 2.13 and transformers 5.24 give. */
export interface TinyRoberta {
  texts: string[];
  input_ids: number[][];
  last_hidden_state: number[][][];
  pooler_output: number[][];
  head: { weight_out_in: number[][]; bias: number[] };
  train: {
    texts: string[];
    targets: number[][];
    learning_rate: number;
    weight_decay: number;
    losses: number[];
    grad_norms_step_1: Record<string, number>;
  };
}

/** What `_tiny_roberta_run.ts` prints. */
export interface Run {
  backend: string;
  inputIds: number[];
  lastHiddenState: number[];
  poolerOutput: number[];
  losses: number[];
  /** By parameter, in the first step. */
  gradientNorms: Record<string, number>;
  /** Tensors alive after each step. */
  tensors: number[];
  /** Tensors alive after everything was disposed. */
  tensorsLeft: number;
}
