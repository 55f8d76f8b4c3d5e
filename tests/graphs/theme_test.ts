import assert from "assert";
import { type Palette, PALETTES } from "lib/graphs/palettes.ts";
import { graphTheme, targetStyles } from "lib/graphs/theme.ts";
import { DEFAULT_TARGETS } from "lib/targets.ts";
import { RATING, RETENTION } from "../_targets.ts";

const VISIONS = {
  // Machado, Oliveira and Fernandes (2009), severity 1.0, applied to linear RGB.
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
};

Deno.test("PALETTES: every role and target stands out 3 to 1 and every text 4.5 to 1 from its card", () => {
  for (const palette of Object.values(PALETTES)) {
    const { card, ink, muted, ramp } = palette;
    for (const [role, color] of coloursOf(palette)) {
      assert.ok(contrast(color, card) >= 3, `${role}: ${contrast(color, card)}`);
    }
    for (const color of [ink, muted]) assert.ok(contrast(color, card) >= 4.5, color);
    assert.ok(contrast(ramp[0]!, card) > contrast(ramp.at(-1)!, card));
  }
});

Deno.test("PALETTES: roles and targets differ visibly with each common colour vision deficiency", () => {
  for (const palette of Object.values(PALETTES)) {
    const colors = coloursOf(palette);
    for (const [vision, matrix] of Object.entries(VISIONS)) {
      for (const [i, [first, a]] of colors.entries()) {
        for (const [second, b] of colors.slice(i + 1)) {
          const distance = labDistance(seen(a, matrix), seen(b, matrix));
          assert.ok(distance >= 12, `${vision}: ${first} and ${second} differ by ${distance}`);
        }
      }
    }
  }
});

Deno.test("graphTheme() gives each role its colour as a style", () => {
  const { style } = graphTheme("dark");
  assert.deepEqual(style?.model, { color: PALETTES.dark.roles.model });
  assert.deepEqual(style?.original, { color: PALETTES.dark.roles.original });
});

Deno.test("graphTheme() gives default targets styles of their names, others the colours left", () => {
  const [, , third, fourth] = PALETTES.light.targets;
  const style = graphTheme("light", { otherTargets: 3 }).style!;
  assert.deepEqual(style.virality, { color: PALETTES.light.targets[0]!.strong });
  assert.deepEqual(style.engagementPale, { color: PALETTES.light.targets[1]!.pale });
  assert.deepEqual(style.target3, { color: third!.strong });
  assert.deepEqual(style.target4Pale, { color: fourth!.pale });
  assert.deepEqual(style.target5, style.target3);
  assert.equal(graphTheme("light").style!.target3, undefined);
});

Deno.test("targetStyles() keeps a default target's style in any list", () => {
  assert.deepEqual(targetStyles([RATING, DEFAULT_TARGETS[1], RETENTION]), [
    "target3",
    "engagement",
    "target4",
  ]);
});

function coloursOf({ roles, targets }: Palette): [string, string][] {
  const ofTargets = targets.map(({ strong }, i): [string, string] => [`target ${i}`, strong]);
  return [...Object.entries(roles), ...ofTargets];
}

/** Linear RGB in 0..1. */
function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
}

function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map((hex) => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  }).sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function seen(hex: string, matrix: readonly (readonly number[])[]): number[] {
  const rgb = linear(hex);
  return matrix.map((row) =>
    Math.min(1, Math.max(0, row.reduce((sum, weight, i) => sum + weight * rgb[i]!, 0)))
  );
}

/** CIE 1976 colour difference, D65. */
function labDistance(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [lab(a), lab(b)];
  return Math.hypot(...first.map((value, i) => value - second[i]!));
}

function lab([r, g, b]: readonly number[]): number[] {
  const x = (0.4124 * r! + 0.3576 * g! + 0.1805 * b!) / 0.9505;
  const y = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  const z = (0.0193 * r! + 0.1192 * g! + 0.9505 * b!) / 1.089;
  const [fx, fy, fz] = [x, y, z].map((t) => t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  return [116 * fy! - 16, 500 * (fx! - fy!), 200 * (fy! - fz!)];
}
