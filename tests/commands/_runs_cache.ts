import { dirname, join } from "node:path";
import { type RunRecord, writeRunRecord } from "lib/training/runs/run_record.ts";

/** The moment at which the tests look, in milliseconds since 1970. */
export const NOW_MS = Date.UTC(2026, 0, 31, 12);
const DAY_MS = 86_400_000;

const RECORD: RunRecord = {
  digest: "0".repeat(64),
  identity: { kind: "test" },
  model: "tiny",
  data: "4 + 2 texts",
  recipe: "improved, seed 1",
  createdAt: "2026-01-01T00:00:00.000Z",
  usedAt: "2026-01-01T00:00:00.000Z",
  call: "trains anew",
  finished: true,
  steps: 6,
  seconds: 3,
};

async function write(path: string, text: string, days: number): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
  await Deno.utime(path, new Date(NOW_MS - days * DAY_MS), new Date(NOW_MS - days * DAY_MS));
}

async function writeRun(folder: string, record: Partial<RunRecord>, days: number): Promise<void> {
  await writeRunRecord(folder, { ...RECORD, ...record });
  const path = join(folder, "run.json");
  await write(path, await Deno.readTextFile(path), days);
}

/**
 * Fills a cache with what the command has to tell apart: a finished run of today, a stopped one of 10
 * days ago, a sweep of 40, a damaged run set aside, runs, a sweep and an encoder of an older form,
 * and things that are no runs.
 */
export async function fillCache(cache: string): Promise<void> {
  const runs = join(cache, "runs", "standard");
  await writeRun(join(runs, "improved-1-aaaaaaaaaaaa"), {}, 0);
  await write(join(runs, "improved-1-aaaaaaaaaaaa", "best.safetensors"), "x".repeat(2000), 3);
  await writeRun(join(runs, "improved-2-bbbbbbbbbbbb"), { finished: false, steps: 2 }, 10);
  await writeRun(join(runs, "cross-attention", "head-cccccccccccc"), { model: "head" }, 20);
  await write(join(runs, "improved-3-dddddddddddd.damaged", "run.json"), "{", 50);
  await write(join(runs, "original", "checkpoint.safetensors"), "old", 60);
  await write(join(runs, "gpt2", "base", "journal.jsonl"), "{}\n", 60);
  await write(join(runs, "model_digests.jsonl"), "", 60);
  const sweeps = join(cache, "sweeps", "standard");
  await writeRun(join(sweeps, "random-eeeeeeeeeeee"), { recipe: "sweep over x, seed 1" }, 40);
  await writeRun(join(sweeps, "random-eeeeeeeeeeee", "trials", "trial-0-ffffffffffff"), {}, 40);
  await write(join(sweeps, "halving", "0", "journal.jsonl"), "{}\n", 60);
  await write(join(sweeps, "halving.jsonl"), "{}\n", 60);
  await write(join(sweeps, "data.json"), "{}", 60);
  await write(join(cache, "models", "small-roberta", "model.safetensors"), "old", 60);
  await write(join(cache, "models", "fine-tuned", "sample", "model.safetensors"), "kept", 60);
}

/** The names of what `fillCache` wrote, as the command lists it. */
export const NAMES = [
  "models/small-roberta",
  "runs/standard/cross-attention/head-cccccccccccc",
  "runs/standard/gpt2/base",
  "runs/standard/improved-1-aaaaaaaaaaaa",
  "runs/standard/improved-2-bbbbbbbbbbbb",
  "runs/standard/improved-3-dddddddddddd.damaged",
  "runs/standard/original",
  "sweeps/standard/halving",
  "sweeps/standard/random-eeeeeeeeeeee",
] as const;
