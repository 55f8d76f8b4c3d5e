import assert from "assert";
import { chapterHtml, chapterId } from "lib/report/chapter_html.ts";
import type { Chapter } from "lib/report/collect_chapters.ts";
import type { SavedGraph } from "lib/report/read_graph.ts";

const GRAPH: SavedGraph = {
  name: "Loss & more",
  title: "<i>Loss</i>",
  subtitle: '"real" videos',
  description: 'Loss of "a" <model>',
  spec: { mark: "point", data: { values: [{ text: "</script><!--" }] } },
  wide: { width: 800, height: 300 },
  narrow: { width: 400, height: 600 },
};
const CHAPTER: Chapter = {
  folder: "A b (c)",
  title: "A <b>",
  claim: "Claims & so on",
  notebook: { name: "A <b>", href: "../notebooks/A%20%3Cb%3E.ipynb" },
  graphs: [GRAPH],
};

Deno.test("chapterHtml() says what each graph was made from and links its files", () => {
  const html = chapterHtml(CHAPTER);
  assert.ok(
    html.includes('>&lt;i&gt;Loss&lt;/i&gt;</h3><p class="muted">&quot;real&quot; videos</p>'),
  );
  assert.ok(html.includes('<a href="../notebooks/A%20%3Cb%3E.ipynb">A &lt;b&gt;.ipynb</a>'));
  assert.ok(html.includes('<p class="lead">Claims &amp; so on</p>'));
  assert.deepEqual([...html.matchAll(/href="(A%20b[^"]*)"/g)].map(([, href]) => href), [
    "A%20b%20(c)/Loss%20%26%20more.svg",
    "A%20b%20(c)/Loss%20%26%20more.png",
    "A%20b%20(c)/Loss%20%26%20more.vl.json",
  ]);
});

Deno.test("chapterHtml() gives a graph its alternative text and its room on either screen", () => {
  const html = chapterHtml(CHAPTER);
  assert.match(
    html,
    /class="drawing stacks" role="img" aria-label="Loss of &quot;a&quot; &lt;model&gt;"/,
  );
  assert.ok(html.includes("--wide-width: 800; --wide-height: 300; --narrow-width: 400"));
  const single = { ...GRAPH, narrow: GRAPH.wide };
  assert.match(chapterHtml({ ...CHAPTER, graphs: [single] }), /class="drawing" role/);
});

Deno.test("chapterHtml() keeps a spec's data from ending its script", () => {
  const html = chapterHtml(CHAPTER);
  const [, json] = /<script type="application\/json">(.*?)<\/script>/.exec(html)!;
  assert.deepEqual(JSON.parse(json!), GRAPH.spec);
});

Deno.test("chapterHtml() does without a claim and without a notebook", () => {
  const html = chapterHtml({ ...CHAPTER, claim: undefined, notebook: undefined });
  assert.ok(!html.includes("lead") && !html.includes("From the notebook"));
});

Deno.test("chapterId() holds letters, digits and hyphens", () => {
  assert.equal(
    chapterId({ folder: "DinoV2 + RoBERTa (Multi-Modal)" }),
    "notebook-dinov2-roberta-multi-modal",
  );
  assert.equal(chapterId({ folder: "Größe" }), "notebook-größe");
});
