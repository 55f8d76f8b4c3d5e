import type { Evaluation, MetricName } from "lib/metrics/evaluate.ts";
import { evaluatedTargets, metricOf } from "lib/metrics/metric_of.ts";
import { intervalText } from "lib/metrics/result_row.ts";
import { allOf } from "lib/targets.ts";
import { markdownTable } from "lib/evaluation/leaderboard/_markdown_table.ts";

/** A model that others are made from. */
export interface PublishedModel {
  /** Its name on the hub; missing where it was made here. */
  readonly id?: string;
  /** The commit or branch that its files are of, where one is known. */
  readonly revision?: string;
}

/** What is to be known of a saved model before it is used (Mitchell et al. 2019, "Model Cards"). */
export interface ModelCard {
  /** What tables call the model. */
  readonly model: string;
  /** One sentence: what it reads and what it says. */
  readonly description: string;
  /** `Corpus.name`. */
  readonly data: string;
  /** The published models that it was made from; those without a name are left out. @default none */
  readonly madeFrom?: readonly PublishedModel[];
  /** What was kept apart, such as "random split", and on how many rows it learned. */
  readonly split: string;
  /** How it did on each set of videos. */
  readonly results: readonly {
    /** Such as "random split, validation (568 videos)". */
    readonly videos: string;
    readonly evaluations: readonly Evaluation[];
  }[];
  readonly intendedUse: readonly string[];
  readonly outOfScope: readonly string[];
  readonly limits: readonly string[];
}

/** One file of a model. */
export interface ModelFile {
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What tells one version of a model from another. */
export interface ModelVersion {
  readonly files: readonly ModelFile[];
  /** The code's commit, or "unknown". */
  readonly codeVersion: string;
}

const METRICS = [
  { metric: "mse", title: "MSE", decimals: 4 },
  { metric: "mae", title: "MAE", decimals: 3 },
  { metric: "r2", title: "R²", decimals: 3 },
  { metric: "spearman", title: "Spearman", decimals: 3 },
] as const satisfies readonly { metric: MetricName; title: string; decimals: number }[];

/**
 * Writes a model card as Markdown.
 *
 * @throws {RangeError} when there is no result, no file, or nothing said of use or limits
 */
export function modelCardText(card: ModelCard, { files, codeVersion }: ModelVersion): string {
  checkCard(card, files);
  return [
    `# Model card: ${card.model}`,
    card.description,
    [
      ...(card.madeFrom ?? []).flatMap(lineOf),
      `- **Data:** ${card.data}`,
      `- **Split:** ${card.split}`,
      `- **Code:** commit ${codeVersion}`,
    ].join("\n"),
    section("Intended use", card.intendedUse),
    section("Out of scope", card.outOfScope),
    "## Results\n\nScores in 0 to 1; in brackets 95% bootstrap intervals.",
    markdownTable(card.results.flatMap(rowsOf)).trimEnd(),
    section("Limits", card.limits),
    "## Files",
    markdownTable(files.map(({ name, sha256 }) => ({ File: name, "SHA-256": sha256 }))).trimEnd(),
  ].join("\n\n") + "\n";
}

function lineOf({ id, revision = "not known" }: PublishedModel): string[] {
  return id === undefined ? [] : [`- **Made from:** ${id}, revision ${revision}`];
}

function section(title: string, lines: readonly string[]): string {
  return `## ${title}\n\n${lines.map((line) => `- ${line}`).join("\n")}`;
}

function rowsOf({ videos, evaluations }: ModelCard["results"][number]) {
  const targets = evaluatedTargets(evaluations);
  const all = targets.length === 1 ? targets : ["average", ...targets];
  return all.map((target) => ({
    Videos: videos,
    Target: target === "average" ? `${allOf(targets.length)}, averaged` : target,
    ...Object.fromEntries(METRICS.map(({ metric, title, decimals }) => [
      title,
      intervalText(metricOf(evaluations, metric)[target]!, decimals),
    ])),
  }));
}

function checkCard(card: ModelCard, files: readonly ModelFile[]): void {
  const { results, intendedUse, outOfScope, limits } = card;
  const lists = { results, intendedUse, outOfScope, limits, files };
  for (const [name, items] of Object.entries(lists)) {
    if (items.length > 0) continue;
    throw new RangeError(
      `Cannot write the model card of ${card.model}: expected at least one of ${name}, got none`,
    );
  }
}
