import { writeSync } from "node:fs";
import process from "node:process";
import { Writable } from "node:stream";
import { SingleBar } from "cli-progress";
import { startForecast } from "lib/forecast.ts";
import { isKernel, publish } from "lib/kernel.ts";

/** Follows a long task for whoever waits: how far, how fast, how long still. */
export interface Progress {
  /** Says that `count` more items are done. @default 1 */
  advance(count?: number): void;
  /** Says that `count` items were found done by an earlier run; they say nothing of the rate. @default 1 */
  passed(count?: number): void;
  /**
   * Says where the task goes on if it is stopped now, such as "step 400". In a kernel this goes out at
   * once: call it when something was saved, not for each item.
   */
  kept(place: string): void;
  /** Prints the last state and ends the line. */
  stop(): void;
}

export interface ProgressOptions {
  /** Items in the whole task. */
  total: number;
  /** Items finished by an earlier run, left out of the rate. @default 0 */
  done?: number;
  /** Items' name in the plural. @default "items" */
  unit?: string;
  /**
   * What one item is called, such as "a step", in a task that may be long: a sentence then says how
   * long it will take, as soon as its first items were measured. @default nothing is said
   */
  each?: string;
  /** Work that the sentence says is not counted in it, such as "12 validations". @default nothing */
  besides?: string;
  /** Milliseconds since any fixed time. @default performance.now */
  now?: () => number;
}

/**
 * How the display ids of a notebook's progress start. A kernel's standard error shows nowhere, so its
 * progress goes out as messages, which stored outputs leave out.
 */
export const PROGRESS_DISPLAY = "viranova-progress";

/** Metadata of a kernel's progress message, beside its text. */
interface ProgressMetadata {
  readonly label: string;
  /** Where it goes on if it is stopped now, if that was said. */
  readonly goesOnAt?: string;
}

/** Starts a progress line with a rate, the time gone and an estimate of the time left. */
export function startProgress(label: string, options: ProgressOptions): Progress {
  const { total, done = 0, unit = "items", each, besides } = options;
  const { now = () => performance.now() } = options;
  const started = now();
  const forecast = each && startForecast(label, { total, done, unit, each, besides });
  const line = isKernel() ? kernelLine(label, now) : standardError();
  let advanced = 0;
  let isStopped = false;
  const show = () => {
    if (line.isDue() && !isStopped) bar.render();
  };
  const bar = new SingleBar({
    format: `${label} [{bar}] {value}/{total} ${unit} · {rate} ${unit}/s · ` +
      "{duration_formatted} gone · {eta_formatted} left",
    barsize: 24,
    hideCursor: null,
    noTTYOutput: true,
    notTTYSchedule: line.everyMs,
    etaBuffer: 50,
    stream: process.stderr.isTTY ? process.stderr : line.stream,
  });
  bar.start(total, done, { rate: "-" });
  return {
    advance(count = 1) {
      advanced += count;
      line.advanced();
      const goneMs = now() - started;
      const rate = advanced / (goneMs / 1000);
      bar.increment(count, { rate: rate >= 100 ? rate.toFixed(0) : rate.toPrecision(2) });
      show();
      const sentence = forecast && forecast.measure(count, goneMs);
      if (sentence) say(sentence);
    },
    passed(count = 1) {
      line.advanced();
      bar.increment(count);
      if (forecast) forecast.pass(count);
      show();
    },
    kept(place) {
      line.kept(place);
      show();
    },
    stop() {
      bar.stop();
      isStopped = true;
    },
  };
}

/** Says a sentence to whoever waits; it is no result and stored nowhere. */
export function say(sentence: string): void {
  if (isKernel()) showInKernel({ id: newDisplayId(), text: sentence, label: sentence });
  else writeSync(2, `${process.stderr.isTTY ? CLEAR_LINE : ""}${sentence}\n`);
}

/** On a terminal a progress line may stand where the sentence goes; it is drawn again below. */
const CLEAR_LINE = "\r\x1b[K";

const said = new Set<string>();

/** Says a sentence unless this process has said it before. */
export function sayOnce(sentence: string): void {
  if (said.has(sentence)) return;
  said.add(sentence);
  say(sentence);
}

/** Where a progress line appears. */
interface Line {
  readonly stream: Writable;
  /** Time between two renderings by a timer, which works only while the event loop turns. */
  readonly everyMs: number;
  /** Whether it is to be rendered without waiting for the timer. */
  isDue(): boolean;
  advanced(): void;
  kept(place: string): void;
}

function standardError(): Line {
  const stream = writableOf((text) => writeSync(2, text));
  return { stream, everyMs: 15_000, isDue: () => false, advanced() {}, kept() {} };
}

const KERNEL_EVERY_MS = 1000;

/**
 * A line that is shown anew only when the task has advanced, so that it is a sign of life; it is due
 * while a cell computes and no timer gets its turn.
 */
function kernelLine(label: string, now: () => number): Line {
  const id = newDisplayId();
  let [isShown, isNew, isUrgent] = [false, true, false];
  let shownAt = now();
  let goesOnAt: string | undefined;
  const stream = writableOf((written) => {
    const text = written.trim();
    if (text === "" || !isNew) return;
    showInKernel({ id, text, label, goesOnAt, again: isShown });
    [isShown, isNew, isUrgent] = [true, false, false];
    shownAt = now();
  });
  return {
    stream,
    everyMs: KERNEL_EVERY_MS,
    isDue: () => isUrgent || now() - shownAt >= KERNEL_EVERY_MS,
    advanced: () => isNew = true,
    kept(place) {
      goesOnAt = place;
      [isNew, isUrgent] = [true, true];
    },
  };
}

function writableOf(write: (text: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      write(String(chunk));
      done();
    },
  });
}

function newDisplayId(): string {
  return `${PROGRESS_DISPLAY}-${crypto.randomUUID()}`;
}

interface Shown extends ProgressMetadata {
  readonly id: string;
  readonly text: string;
  /** Whether it takes the place of what was shown with its id. */
  readonly again?: boolean;
}

function showInKernel({ id, text, again = false, label, goesOnAt }: Shown): void {
  const viranova: ProgressMetadata = { label, goesOnAt };
  const content = {
    data: { "text/plain": text },
    metadata: { viranova },
    transient: { display_id: id },
  };
  // A front end that no longer listens must not end the task.
  publish(again ? "update_display_data" : "display_data", content).catch(() => {});
}
