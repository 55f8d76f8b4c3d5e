import { escapeHtml } from "lib/escape_html.ts";

/** How `compactSvg` names things. */
export interface CompactOptions {
  /** Begins every id, so that graphs on one page do not take each other's clips and symbols. */
  readonly idPrefix: string;
  /** What a screen reader says of the whole graph. @default "" */
  readonly label?: string;
}

const SYMBOLS = /(?:<path transform="translate\([^)"]*\)" d="[^"]*"[^>]*\/>){2,}/g;
const OPAQUE_CIRCLE =
  /^d="M([\d.]+),0A[^"]*" fill="([^"]*)"(?: stroke-width="0")?(?: opacity="1")?$/;
const SYMBOL = /<path transform="translate\(([^,)]*),([^)]*)\)" (d="[^"]*"[^>]*)\/>/g;

/**
 * Makes Vega's SVG small and its ids its own.
 *
 * Coordinates are rounded to 0.01 pixels; opaque dots of one colour become one path, other symbols
 * that recur are written once and referred to; and what is never painted and the roles of
 * parts (the whole is one image to a screen reader) are left out: a scatter plot shrinks to about a quarter.
 */
export function compactSvg(svg: string, { idPrefix, label = "" }: CompactOptions): string {
  const small = shareSymbols(joinDots(dropSilent(roundNumbers(svg))), idPrefix);
  return renameIds(small, idPrefix)
    .replace("<svg ", `<svg role="img" aria-label="${escapeHtml(label)}" `);
}

function roundNumbers(svg: string): string {
  return svg.replace(
    /<[^>]+>/g,
    (tag) => tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (digits) => String(round(digits))),
  );
}

function round(digits: string): number {
  return Math.round(Number(digits) * 100) / 100 + 0; // + 0 turns -0 into 0
}

function dropSilent(svg: string): string {
  return svg
    .replace(/<path class="foreground"[^>]*display="none"\/>/g, "")
    .replace(/<path class="background"[^>]*d="M0,0h0v0h0Z"[^>]*\/>/g, "")
    .replace(/ role="graphics-[a-z]+" aria-roledescription="[^"]*"| aria-hidden="true"/g, "");
}

function joinDots(svg: string): string {
  return svg.replace(SYMBOLS, (run) => {
    const symbols = [...run.matchAll(SYMBOL)];
    const look = symbols[0]![3]!;
    const [, radius, fill] = OPAQUE_CIRCLE.exec(look) ?? [];
    if (!radius || symbols.some((symbol) => symbol[3] !== look)) return run;
    const dots = symbols.map(([, x, y]) => `M${x},${y}h0`).join("");
    const stroke = `stroke="${fill}" stroke-width="${Number(radius) * 2}" stroke-linecap="round"`;
    return `<path d="${dots}" ${stroke}/>`;
  });
}

function shareSymbols(svg: string, idPrefix: string): string {
  const ids = new Map<string, string>();
  const body = svg.replace(
    SYMBOLS,
    (run) =>
      run.replace(SYMBOL, (_, x: string, y: string, look: string) => {
        const id = ids.get(look) ?? `${idPrefix}s${ids.size}`;
        ids.set(look, id);
        return `<use href="#${id}" x="${x}" y="${y}"/>`;
      }),
  );
  const symbols = [...ids].map(([look, id]) => `<path id="${id}" ${look}/>`).join("");
  return symbols ? body.replace(/<svg [^>]*>/, (tag) => `${tag}<defs>${symbols}</defs>`) : body;
}

/** Vega counts its ids up over a whole process; here they start anew, in order of appearance. */
function renameIds(svg: string, idPrefix: string): string {
  const ids = [...svg.matchAll(/ id="((?:clip|gradient_)\d+)"/g)].map((match) => match[1]!);
  const names = new Map(ids.map((id, i) => [id, `${idPrefix}d${i}`]));
  return svg.replace(
    /( id="|url\(#)((?:clip|gradient_)\d+)/g,
    (_, before: string, id: string) => before + (names.get(id) ?? id),
  );
}
