import type { SampleShape } from "lib/loaders/sample/sample_recipe.ts";

/** Radius in pixels of a star's tips; a ring fits around them less tightly. */
const STAR_RADIUS = 38;
/** Radius of a star's inner corners; so its edges lie on the lines of a pentagram. */
const STAR_INNER_RADIUS = STAR_RADIUS * (3 - Math.sqrt(5)) / 2;
/** Angle from a tip to the next inner corner. */
const STAR_SECTOR = Math.PI / 5;
const STAR_AREA = 5 * STAR_RADIUS * STAR_INNER_RADIUS * Math.sin(STAR_SECTOR);
const RING_RADIUS = 32;
/** Gives a ring a star's area, so that no mean over the picture tells one from the other. */
const RING_INNER_RADIUS = Math.sqrt(RING_RADIUS ** 2 - STAR_AREA / Math.PI);

/** Samples a pixel and direction, which smooth a shape's edge. */
const SUBPIXELS = 4;

/** Pixels of a picture that a shape covers. */
export interface Stencil {
  /** Their positions, row by row. */
  readonly pixels: Int32Array;
  /** How much of each is covered, above 0 to 1. */
  readonly coverage: Float64Array;
}

/** Cuts a shape out of the middle of a picture of a width and height in pixels. */
export function cutStencil(
  kind: SampleShape["kind"],
  { width, height }: { readonly width: number; readonly height: number },
): Stencil {
  const holds = kind === "star" ? inStar : inRing;
  const pixels: number[] = [];
  const coverage: number[] = [];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = pixel % width - width / 2;
    const y = Math.floor(pixel / width) - height / 2;
    if (Math.hypot(x, y) > STAR_RADIUS + 2) continue;
    const covered = coverOf(holds, x, y);
    if (covered > 0) (pixels.push(pixel), coverage.push(covered));
  }
  return { pixels: Int32Array.from(pixels), coverage: Float64Array.from(coverage) };
}

/** Share of a pixel's samples that lie in a shape; x and y are of its corner next to the origin. */
function coverOf(holds: (x: number, y: number) => boolean, x: number, y: number): number {
  let inside = 0;
  for (let sample = 0; sample < SUBPIXELS ** 2; sample++) {
    const right = (sample % SUBPIXELS + 0.5) / SUBPIXELS;
    const down = (Math.floor(sample / SUBPIXELS) + 0.5) / SUBPIXELS;
    if (holds(x + right, y + down)) inside++;
  }
  return inside / SUBPIXELS ** 2;
}

/** Whether a point lies in the star around the origin, a tip of which points up (y < 0). */
function inStar(x: number, y: number): boolean {
  const fromTip = Math.abs(Math.atan2(x, -y)) % (2 * STAR_SECTOR);
  const angle = Math.min(fromTip, 2 * STAR_SECTOR - fromTip);
  const radius = Math.hypot(x, y);
  const along = radius * Math.cos(angle); // from the centre to the tip
  const across = radius * Math.sin(angle);
  const inner = {
    along: STAR_INNER_RADIUS * Math.cos(STAR_SECTOR),
    across: STAR_INNER_RADIUS * Math.sin(STAR_SECTOR),
  };
  return inner.across * (STAR_RADIUS - along) >= across * (STAR_RADIUS - inner.along);
}

function inRing(x: number, y: number): boolean {
  const radius = Math.hypot(x, y);
  return radius >= RING_INNER_RADIUS && radius <= RING_RADIUS;
}
