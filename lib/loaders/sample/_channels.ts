import { standardise } from "lib/loaders/sample/_standardise.ts";
import type { Generator } from "lib/random.ts";
import type { Target } from "lib/types.ts";

/** An invented channel. */
export interface Channel {
  readonly channelId: string;
  /** Its standardised part in each score of all its videos. */
  readonly levels: Readonly<Record<Target, number>>;
  /** Subscribers when its first video was published. */
  readonly subscribers: number;
  /** When its first video was published at the earliest, in ms since 1970. */
  readonly firstDay: number;
}

/** Draws channels whose levels have mean 0 and variance 1 for each target. */
export function drawChannels(generator: Generator, count: number): Channel[] {
  const virality = standardise(Array.from({ length: count }, () => generator.normal()));
  const engagement = standardise(Array.from({ length: count }, () => generator.normal()));
  return virality.map((level, i) => ({
    channelId: `channel-${String(i + 1).padStart(2, "0")}`,
    levels: { virality: level, engagement: engagement[i]! },
    subscribers: Math.round(10 ** (5 + 1.3 * generator.uniform())),
    firstDay: Date.UTC(2025, 0, 6 + generator.integer(27)),
  }));
}

/** Subscribers of a channel, which grow a little from video to video. */
export function subscribersAt(channel: Channel, position: number): number {
  return Math.round(channel.subscribers * 1.004 ** position);
}

/** Draws the ISO 8601 date of a channel's video; one is published every week. */
export function publicationDay(
  generator: Generator,
  { channel, position }: { channel: Channel; position: number },
): string {
  const days = 7 * position + generator.integer(4);
  return new Date(channel.firstDay + days * 86_400_000).toISOString().slice(0, 10);
}
