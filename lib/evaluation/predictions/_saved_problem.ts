import { isObject, type JsonObject } from "lib/json.ts";

type Test = (value: unknown, saved: JsonObject) => boolean;

const SIDES: readonly unknown[] = ["validation", "test", "cross-validation"];
const ROLES: readonly unknown[] = [undefined, "baseline", "model", "original", "ensemble"];

/** What each field of saved predictions must be, in words and as a test. */
const RULES: readonly [name: string, expected: string, test: Test][] = [
  ["model", "a name", isName],
  ["notebook", "a name", isName],
  ["notebookDigest", "a SHA-256 in hex", isDigest],
  ["data", "a name", isName],
  ["dataDigest", "a SHA-256 in hex", isDigest],
  ["run", "a digest, a trainer's version and a digest of recipes, or nothing", isRun],
  ["protocol", "a name", isName],
  ["side", "validation, test or cross-validation", (value) => SIDES.includes(value)],
  ["trainingRows", "a whole number of at least 0", isCount],
  ["role", "baseline, model, original, ensemble or nothing", (value) => ROLES.includes(value)],
  ["seconds", "fit and predict as numbers of at least 0 or nothing", isCost],
  ["predictions", "at least one prediction", (value) => listOf(value).length > 0],
  ["groups", "a name for each prediction, or nothing", areGroups],
];

/** What was expected of a value instead of what it holds. */
export interface SavedProblem {
  readonly expected: string;
  readonly got: unknown;
}

/** The first reason why a value is no `SavedPredictions`, if there is one. */
export function savedProblem(saved: unknown): SavedProblem | undefined {
  if (!isObject(saved)) return { expected: "an object of saved predictions", got: saved };
  const broken = RULES.find(([name, , test]) => !test(saved[name], saved));
  if (broken) return { expected: `${broken[0]}: ${broken[1]}`, got: saved[broken[0]] };
  const predictions = listOf(saved.predictions);
  const targets = targetsIn(predictions[0]);
  const row = predictions.findIndex((prediction) => !isPrediction(prediction, targets));
  if (row < 0) return undefined;
  return {
    expected: `predictions[${row}]: videoId, and predicted and actual scores`,
    got: predictions[row],
  };
}

/** The names of the targets that the first of some predictions, if it is one, speaks of. */
function targetsIn(prediction: unknown): string[] {
  return isObject(prediction) && isObject(prediction.predicted)
    ? Object.keys(prediction.predicted)
    : [];
}

/** Whether every target is predicted, and what came true is known of any. */
function isPrediction(value: unknown, targets: readonly string[]): boolean {
  if (!isObject(value) || !isName(value.videoId)) return false;
  const { predicted, actual } = value;
  return targets.length > 0 && isObject(predicted) && isObject(actual) &&
    targets.every((target) => Number.isFinite(predicted[target])) &&
    Object.values(actual).every(Number.isFinite);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isDigest(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isRun(value: unknown): boolean {
  return value === undefined ||
    isObject(value) && isName(value.digest) && isCount(value.trainer) && isName(value.recipes);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isCost(value: unknown): boolean {
  return isObject(value) &&
    [value.fit, value.predict].every((seconds) =>
      seconds === undefined || (Number.isFinite(seconds) && Number(seconds) >= 0)
    );
}

function areGroups(value: unknown, { predictions }: JsonObject): boolean {
  if (value === undefined) return true;
  return listOf(value).length === listOf(predictions).length && listOf(value).every(isName);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
