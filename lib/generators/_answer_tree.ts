/** A token on the way to an answer. */
export interface AnswerNode {
  readonly tokenId: number;
  /** The answer that is complete with this token, if one is. */
  readonly value?: number;
  readonly children: readonly AnswerNode[];
}

/**
 * All sequences of tokens that spell one of the answers, as a tree: each answer stands in it once
 * for every way to cut it into tokens.
 *
 * @param answers value by text
 * @param tokens text by id
 */
export function buildAnswerTree(
  answers: ReadonlyMap<string, number>,
  tokens: ReadonlyMap<number, string>,
): AnswerNode[] {
  const texts = [...answers.keys()];
  const useful = [...tokens].filter(([, part]) =>
    part !== "" && texts.some((text) => text.includes(part))
  );
  const grow = (text: string): AnswerNode[] =>
    useful.flatMap(([tokenId, part]) => {
      const longer = text + part;
      if (!texts.some((answer) => answer.startsWith(longer))) return [];
      return [{ tokenId, value: answers.get(longer), children: grow(longer) }];
    });
  return grow("");
}
