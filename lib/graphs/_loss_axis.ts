import { roundSignificant } from "lib/graphs/_numbers.ts";

/** A vertical axis of losses. */
export interface LossAxis {
  /** Losses at its lower and upper end. */
  readonly domain: [number, number];
  readonly scale: "linear" | "log";
  /** In pixels. */
  readonly height: number;
}

/** What `lossAxis` is drawn with. */
export interface LossAxisOptions {
  readonly scale: "linear" | "log";
  /** In pixels. */
  readonly height: number;
  /** The loss at the upper end. @default the highest loss */
  readonly maxLoss?: number;
}

/** An axis that reaches from the lowest loss to the highest, with some room at both ends. */
export function lossAxis(losses: readonly number[], options: LossAxisOptions): LossAxis {
  const { scale, height } = options;
  const low = losses.reduce((least, loss) => Math.min(least, loss), Infinity);
  const high = options.maxLoss ?? losses.reduce((most, loss) => Math.max(most, loss), 0);
  const room = scale === "log" ? 0 : (high - low) * 0.06 || low * 0.1;
  const domain = scale === "log"
    ? [low / 1.1, high * 1.1] as const
    : [Math.max(0, low - room), high + room] as const;
  return {
    domain: [roundSignificant(domain[0], 4), roundSignificant(domain[1], 4)],
    scale,
    height,
  };
}

/** Where a loss stands, in pixels from the top. */
export function pixelOf(loss: number, { domain, scale, height }: LossAxis): number {
  const along = scale === "log" ? Math.log : (value: number) => value;
  const [low, high] = [along(domain[0]), along(domain[1])];
  return height * (high - along(loss)) / (high - low);
}
