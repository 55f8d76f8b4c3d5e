/** What a graph was made from. */
export interface Source {
  /** The data set and its part, such as "Validation set". */
  readonly data: string;
  /** How many videos of it. */
  readonly rows: number;
  readonly profile: string;
  /** The model's name, its settings included. @default none */
  readonly model?: string;
}

/** Says in one line what a graph was made from, for its subtitle. */
export function describeSource({ data, rows, profile, model }: Source): string {
  const videos = `${rows.toLocaleString("en-US")} video${rows === 1 ? "" : "s"}`;
  return [data, videos, ...(model ? [model] : []), `profile ${profile}`].join(" · ");
}
