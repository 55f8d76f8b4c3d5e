import Papa from "papaparse";

/** Losses after a training step, as the service reports them. */
export interface LossPoint {
  readonly step: number;
  readonly trainingLoss: number;
  /** Missing at steps without a validation. */
  readonly validationLoss?: number;
}

/**
 * Reads a job's result file, a CSV with the columns `step`, `train_loss` and `valid_loss`, in base64
 * or plain.
 *
 * @throws {SyntaxError} when it has no such columns
 */
export function parseLossCurve(file: string): LossPoint[] {
  const text = file.includes(",") ? file : new TextDecoder().decode(Uint8Array.fromBase64(file));
  const { data } = Papa.parse<Record<string, string>>(text.trim(), { header: true });
  return data.map((row, index) => {
    const [step, trainingLoss] = [row.step, row.train_loss].map(readNumber);
    if (step === undefined || trainingLoss === undefined) {
      throw new SyntaxError(
        `Cannot read a loss curve: expected numbers in step and train_loss of row ${index + 1}, ` +
          `got ${JSON.stringify(row).slice(0, 80)}`,
      );
    }
    const validationLoss = readNumber(row.full_valid_loss) ?? readNumber(row.valid_loss);
    return { step, trainingLoss, ...(validationLoss === undefined ? {} : { validationLoss }) };
  });
}

function readNumber(cell: string | undefined): number | undefined {
  const value = cell?.trim() ? Number(cell) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
