/** `tests/fixtures/tiny-gpt2/expected.json`: what PyTorch 2.13 and transformers 5.24 give. */
export interface TinyGpt2 {
  texts: string[];
  input_ids: number[][];
  attention_mask: number[][];
  /** Scores of the token after each text. */
  last_token_logits: number[][];
  greedy_prompt: number[];
  greedy_ids: number[];
  train: { texts: string[]; learning_rate: number; losses: number[] };
}

/** What `_tiny_gpt2_run.ts` prints. */
export interface Gpt2Run {
  backend: string;
  lastTokenLogits: number[][];
  /** The same scores, with the prompts' keys and values kept for what follows. */
  cachedLogits: number[][];
  greedyIds: number[];
  losses: number[];
  /** Tensors alive after each step. */
  tensors: number[];
  /** Tensors alive after everything was disposed. */
  tensorsLeft: number;
}
