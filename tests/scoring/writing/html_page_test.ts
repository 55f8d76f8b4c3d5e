/// <reference lib="dom" />
import assert from "assert";
import { htmlPage } from "lib/scoring/writing/html_page.ts";
import { findBrowser } from "../../report/_browser.ts";
import { answer, finding, moments } from "./_answer.ts";

const FOUND = await findBrowser();
const words = [{ text: "word", startMs: 0, endMs: 400 }];

Deno.test({
  name: "htmlPage() shows whole graphs on a phone, readable without scrolling sideways",
  ignore: "missing" in FOUND, // needs a Chromium that starts here
  fn: async () => {
    assert.ok("launch" in FOUND);
    const browser = await FOUND.launch();
    try {
      const page = await browser.newPage();
      await page.setViewport({ width: 360, height: 740 });
      await page.setContent(
        await htmlPage([{ ...answer, finding: { ...finding, moments }, words }]),
      );
      const { widths, scales, overflow } = await page.evaluate(() => {
        const shown = [...document.querySelectorAll("svg")].filter((svg) => svg.clientWidth > 0);
        return {
          widths: shown.map((svg) => svg.getBoundingClientRect().right),
          scales: shown.map((svg) => svg.clientWidth / svg.viewBox.baseVal.width),
          overflow: document.documentElement.scrollWidth,
        };
      });
      assert.equal(widths.length, 2, "ranges and moments, each in one of four ways");
      assert.ok(widths.every((right) => right <= 360), String(widths));
      assert.ok(scales.every((scale) => scale > 0.75), `letters shrink by ${scales}`);
      assert.equal(overflow, 360);
    } finally {
      await browser.close();
    }
  },
});

Deno.test("htmlPage() says how far a channel's past moved the scores, if it did", async () => {
  const finding = { ...answer.finding, moved: { virality: 13.62, engagement: -4.1 } };
  const sentence = "The channel's past videos moved them: virality +13.6, engagement −4.1";
  assert.ok((await htmlPage([{ ...answer, finding }])).includes(`<p>${sentence}</p>`));
  assert.ok(!(await htmlPage([answer])).includes("past videos"));
});
