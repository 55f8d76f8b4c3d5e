/**
 * What the original project's sweep of 110 RoBERTa runs reached on its validation set of the real
 * data: mean squared error with scores in 0..1, averaged over both targets.
 */
export const ORIGINAL_RESULTS = { runs: 110, best: 0.01777, median: 0.0212 } as const;
