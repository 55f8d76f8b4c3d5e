/** One thing wrong with a data set's file. */
export interface DatasetProblem {
  readonly file: string;
  /** Record number: 1 is the first record after the header, 0 the header or the whole file. */
  readonly row: number;
  /** Which column, and what was expected there. */
  readonly message: string;
  /** What was found. */
  readonly value: string;
}

const SHOWN_PROBLEMS = 20;
const SHOWN_CHARACTERS = 60;

/** A data set that cannot be read, with every problem it has. */
export class DatasetError extends SyntaxError {
  override readonly name = "DatasetError";
  /** All problems; the message shows the first twenty. */
  readonly problems: readonly DatasetProblem[];

  constructor(path: string, problems: readonly DatasetProblem[]) {
    const more = problems.length - SHOWN_PROBLEMS;
    super([
      `Cannot read the data set ${path}: ${problems.length} problem(s); ` +
      "row 1 is the first record after the header",
      ...problems.slice(0, SHOWN_PROBLEMS).map(describe),
      ...(more > 0 ? [`and ${more} more, listed in this error's "problems"`] : []),
    ].join("\n  "));
    this.problems = problems;
  }
}

function describe({ file, row, message, value }: DatasetProblem): string {
  const shown = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
  return `${file}, ${row === 0 ? "header" : `row ${row}`}: ${message}, got ${
    JSON.stringify(shown)
  }`;
}
