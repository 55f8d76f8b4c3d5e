/** Language models of the hub that notebooks read texts with. */
export const [ROBERTA, MINILM] = [
  "FacebookAI/roberta-base",
  "sentence-transformers/all-MiniLM-L6-v2",
] as const;
