import assert from "assert";
import { leaderboardHtml } from "lib/report/leaderboard_html.ts";

const LINE = {
  data: "sample <corpus>",
  protocol: "channels",
  side: "test",
  videos: "1200.0",
  model: 'Ridge "a" & <b>',
  role: "model",
  notebook: "Baselines",
  target: "average",
  mse: "0.01234",
  mse_low: "0.011",
  mse_high: "0.0136",
  r2: "-0.5",
  fit_seconds: "1234.5",
  test_openings: "2.0",
};

function html(...lines: (typeof LINE)[]): string {
  return leaderboardHtml({ lines }, { links: new Map([["Baselines", "#notebook-baselines"]]) });
}

/** The text of each cell of a table's body, tags left out. */
function cellsOf(page: string): string[] {
  const body = page.slice(page.indexOf("<tbody>"));
  return [...body.matchAll(/<t[hd][ >][^]*?<\/t[hd]>/g)].map(([cell]) =>
    cell.replace(/<[^>]*>/g, "")
  );
}

Deno.test("leaderboardHtml() shows rounded numbers with intervals and keeps the exact ones", () => {
  const page = html(LINE);
  assert.deepEqual(cellsOf(page), [
    "Ridge &quot;a&quot; &amp; &lt;b&gt;",
    "0.0123 [0.0110, 0.0136]",
    "−0.500",
    "1,200",
    "2",
  ]);
  assert.ok(page.includes('<td data-value="0.01234">'));
  assert.ok(page.includes('<td data-value="1234.5">'));
  assert.ok(page.includes('<a href="#notebook-baselines">'));
  assert.ok(page.includes("sample &lt;corpus&gt;, split by channels, test (1,200 videos)</h3>"));
});

Deno.test("leaderboardHtml() leaves cells that were not measured without a value to sort by", () => {
  const page = html(LINE, { ...LINE, model: "Other", fit_seconds: "" });
  assert.ok(page.includes("<td></td>"));
  assert.equal(page.match(/data-value="1234\.5"/g)?.length, 1);
});

Deno.test("leaderboardHtml() shows the averaged error first, the targets when picked", () => {
  const page = html(LINE, { ...LINE, target: "virality" }, { ...LINE, target: "engagement" });
  const rows = [...page.matchAll(/<tr data-target="(\w+)"( hidden)?>/g)];
  assert.deepEqual(rows.map(([, target, hidden]) => [target, hidden !== undefined]), [
    ["average", false],
    ["virality", true],
    ["engagement", true],
  ]);
});

Deno.test("leaderboardHtml() keeps models of other videos in tables of their own", () => {
  const page = html(LINE, { ...LINE, side: "validation" }, { ...LINE, videos: "1201" }, LINE);
  const titles = [...page.matchAll(/<h3[^>]*>([^<]*)/g)].map(([, title]) => title!);
  assert.deepEqual(titles.map((title) => title.replace(/.*channels, /, "")), [
    "test (1,200 videos)",
    "validation (1,200 videos)",
    "test (1,201 videos)",
  ]);
  const [test, validation] = page.split("<table").slice(1);
  assert.ok(test!.includes("Test set opened"));
  assert.ok(!validation!.includes("Test set opened"));
});

Deno.test("leaderboardHtml() counts a video once that was predicted several times", () => {
  const line = { ...LINE, predictions_per_video: "3.0", r2: "-0.0001" };
  const page = html(line);
  assert.ok(page.includes("test (1,200 videos, each predicted 3 times)</h3>"));
  assert.equal(cellsOf(page)[2], "0.000");
});

Deno.test("leaderboardHtml() marks roles and links no notebook that the page lacks", () => {
  const page = html({ ...LINE, role: "baseline", notebook: "Gone" });
  assert.match(page, /<th scope="row"[^>]*>Ridge [^<]* <span class="muted">baseline<\/span><\/th>/);
});

Deno.test("leaderboardHtml() says how to make a leaderboard that is missing or empty", () => {
  for (const saved of [undefined, { lines: [] }]) {
    const page = leaderboardHtml(saved, { links: new Map() });
    assert.match(page, /<code>deno task graphs Leaderboard<\/code>/);
    assert.ok(!page.includes("<table"));
  }
});
