import type { Role } from "lib/graphs/palettes.ts";
import { checkPositive } from "lib/graphs/_checks.ts";
import { type LossAxis, pixelOf } from "lib/graphs/_loss_axis.ts";
import { referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { roundTo } from "lib/graphs/_numbers.ts";
import type { Layer } from "lib/graphs/_spec.ts";
import { spreadApart } from "lib/graphs/_spread.ts";

const LABEL_HEIGHT = 15;
const DASH = 5;

/** A loss to compare with, such as the training mean's. */
export interface ReferenceLoss {
  readonly label: string;
  readonly loss: number;
  readonly role: Role;
}

/** Refuses a reference that cannot be drawn, naming it. */
export function checkReferences(references: readonly ReferenceLoss[], graph: string): void {
  references.forEach(({ loss }, i) =>
    checkPositive(loss, { graph, field: `options.references[${i}].loss` })
  );
}

/** Names each reference loss at the right end of its line, without two names overlapping. */
export function referenceLabels(references: readonly ReferenceLoss[], axis: LossAxis): Layer[] {
  const wanted = references.map(({ loss }) => pixelOf(loss, axis));
  const places = spreadApart(wanted, LABEL_HEIGHT);
  return references.map(({ label, loss, role }, i) =>
    textLabel({
      text: `${label} ${loss.toFixed(4)}`,
      x: { value: "width" },
      y: { value: roundTo(places[i]!, 1) },
      role: role === "baseline" ? "note" : role,
      dx: 7,
    })
  );
}

/**
 * Draws each reference loss as a line across the panel, named at its right end.
 *
 * One line's dashes begin where the one before has gaps, so that two of equal loss are both seen.
 */
export function referenceLosses(references: readonly ReferenceLoss[], axis: LossAxis): Layer[] {
  const rules = references.toSorted((a, b) => a.loss - b.loss).map(({ loss, role }, i) =>
    referenceRule({ axis: "y", value: loss, role, dash: [DASH, DASH], dashOffset: i * DASH })
  );
  return [...rules, ...referenceLabels(references, axis)];
}
