/** A small `config.json` with some fields set otherwise. */
export function configText(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    model_type: "bert",
    hidden_act: "gelu",
    vocab_size: 10,
    hidden_size: 4,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 6,
    max_position_embeddings: 8,
    type_vocab_size: 2,
    pad_token_id: 0,
    ...fields,
  });
}
