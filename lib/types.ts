/** Which part of a video's success a number speaks of. */
export type Target = "virality" | "engagement";

/** Something of each target, by the target's name. */
export type ByTarget<T> = Readonly<Record<Target, T>> & Readonly<Record<string, T>>;

/** The same, and the mean over all targets. */
export type ByTargetAndAverage<T> = ByTarget<T> & { readonly average: T };

/**
 * A video's scores by target, each as its share of the target's range in 0..1 (a percentage divided
 * by 100); one that is not there is not known.
 */
export type Scores = ByTarget<number>;

/** What the platform counted, from which scores are computed; `day0…` is the day of publication. */
export interface Counts {
  readonly views: number;
  readonly likes: number;
  readonly comments: number;
  readonly subscribers: number;
  readonly day0Views: number;
  readonly day0Subscribers: number;
}

/** One row of a data set. */
export interface Video {
  /** The platform's id: 11 characters of `[A-Za-z0-9_-]`. */
  readonly videoId: string;
  readonly transcript: string;
  readonly scores: Scores;
  /** Position in the whole data set, counted from 0; neighbours in it tend to share a channel. */
  readonly row: number;
  readonly channelId?: string;
  readonly title?: string;
  /** ISO 8601 date. */
  readonly publishedAt?: string;
  readonly counts?: Counts;
}

/** A spoken word and when it was said. */
export interface Word {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** A picture of a clip: RGB bytes, row by row, `height * width * 3` of them. */
export interface Frame {
  readonly timestampMs: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Row-major numbers [N, D]. */
export interface DenseMatrix {
  readonly kind: "dense";
  readonly rows: number;
  readonly columns: number;
  /** `rows * columns` numbers. */
  readonly data: Float32Array | Float64Array;
}

/** Compressed sparse rows [N, D]: row i's entries are `rowStarts[i]` to `rowStarts[i + 1]`. */
export interface SparseMatrix {
  readonly kind: "sparse";
  readonly rows: number;
  readonly columns: number;
  /** `rows + 1` offsets into `indices` and `values`. */
  readonly rowStarts: Int32Array;
  /** Column of each entry, ascending within a row. */
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** What an encoder says of N items, one row each. */
export type Features = DenseMatrix | SparseMatrix;

/** N items of unequal length, each [F, D], such as the frames of N clips. */
export interface Sequences {
  readonly kind: "sequences";
  /** N, the length of `items`. */
  readonly rows: number;
  /** D of every item. */
  readonly columns: number;
  /** Each item's F is its `rows`. */
  readonly items: readonly DenseMatrix[];
}

/** N items seen in several ways, such as by their words, pictures and sound. */
export interface Views {
  readonly kind: "views";
  /** N, the rows of every view. */
  readonly rows: number;
  /** What each view holds of the items, one row or sequence an item, in one order. */
  readonly views: Readonly<Record<string, Features | Sequences>>;
  /** For a view that some items lack, 1 where an item has it and 0 where its row means nothing. */
  readonly present: Readonly<Record<string, Uint8Array>>;
  /** What each item belongs to, such as its channel; heads that fit out-of-fold keep it together. */
  readonly groups?: readonly string[];
}

/** Row positions of three disjoint sides, in the order they are to be read. */
export interface Split {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/** Row positions of two disjoint sides, to fit on and to predict. */
export interface TrainTest {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** What a model said of a video, beside what came true. */
export interface Prediction {
  readonly videoId: string;
  /** Of every target that the model predicts, in the targets' order. */
  readonly predicted: Scores;
  /** Of those of them that are known. */
  readonly actual: Scores;
}
