import assert from "assert";
import { compactSvg } from "lib/graphs/compact_svg.ts";

const OPTIONS = { idPrefix: "g1" };
const wrap = (inner: string) => `<svg width="9" height="9">${inner}</svg>`;
const compact = (inner: string) =>
  compactSvg(wrap(inner), OPTIONS).replace(/^<svg [^>]*>(.*)<\/svg>$/, "$1");

function symbol(x: number, attributes: string): string {
  return `<path transform="translate(${x},2)" d="M1.5,0A1.5,1.5,0,1,1,-1.5,0" ${attributes}/>`;
}

Deno.test("compactSvg() rounds coordinates and leaves texts alone", () => {
  assert.equal(
    compact('<path d="M1.23456,-0.00001L2.5,1.005e-7"/><text x="1.999">0.01777</text>'),
    '<path d="M1.23,0L2.5,0"/><text x="2">0.01777</text>',
  );
});

Deno.test("compactSvg() writes translucent symbols once and refers to them", () => {
  const look = 'fill="#123456" fill-opacity="0.4"';
  assert.equal(
    compact(symbol(1, look) + symbol(3, look)),
    `<defs><path id="g1s0" d="M1.5,0A1.5,1.5,0,1,1,-1.5,0" ${look}/></defs>` +
      '<use href="#g1s0" x="1" y="2"/><use href="#g1s0" x="3" y="2"/>',
  );
});

Deno.test("compactSvg() joins opaque dots of one colour to one path", () => {
  const look = 'fill="#123456" stroke-width="0" opacity="1"';
  assert.equal(
    compact(symbol(1, look) + symbol(3, look)),
    '<path d="M1,2h0M3,2h0" stroke="#123456" stroke-width="3" stroke-linecap="round"/>',
  );
});

Deno.test("compactSvg() leaves a single symbol as it is", () => {
  assert.equal(compact(symbol(1, 'fill="#123456"')), symbol(1, 'fill="#123456"'));
});

Deno.test("compactSvg() counts ids anew in order of appearance", () => {
  assert.equal(
    compact('<clipPath id="clip7"/><g clip-path="url(#clip7)"/><clipPath id="clip12"/>'),
    '<clipPath id="g1d0"/><g clip-path="url(#g1d0)"/><clipPath id="g1d1"/>',
  );
});

Deno.test("compactSvg() drops what is never painted", () => {
  assert.equal(
    compact(
      '<path class="foreground" aria-hidden="true" d="" display="none"/>' +
        '<g role="graphics-object" aria-roledescription="group"><path d="M0,0h1"/></g>',
    ),
    '<g><path d="M0,0h1"/></g>',
  );
});
