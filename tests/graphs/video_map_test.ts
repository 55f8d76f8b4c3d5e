import assert from "assert";
import { renderSvg } from "lib/graphs/render.ts";
import { videoMap } from "lib/graphs/video_map.ts";
import { checkGraph } from "./_check_graph.ts";
import { sampleScores } from "./_sample_rows.ts";

const TEXT = { title: "The videos", subtitle: "Sample" };

function placed(count: number) {
  return sampleScores(count).map(({ row, scores }) => ({
    videoId: `video${String(row).padStart(6, "0")}`,
    x: row % 7,
    y: row % 5 - 2,
    scores,
  }));
}

Deno.test("videoMap() places videos and colours each panel by its own score", async () => {
  const at = (x: number, y: number, virality: number, engagement: number) => (
    { videoId: "abcdefghijk", x, y, scores: { virality, engagement } }
  );
  const axes = ["First (60%)", "Second (20%)"] as const;
  const spec = videoMap([at(-1, 0.5, 0.25, 0.75), at(2, 0, 0.5, 0.125)], { ...TEXT, axes });
  const text = JSON.stringify(spec);
  assert.ok(text.includes("video,x,y,score\\nabcdefghijk,-1,0.5,25\\nabcdefghijk,2,0,50"));
  assert.ok(text.includes("video,x,y,score\\nabcdefghijk,-1,0.5,75\\nabcdefghijk,2,0,12.5"));
  await checkGraph(spec, {
    snapshot: "video_map",
    texts: ["Virality", "Engagement", "First (60%)", "Second (20%)", "Virality (0 to 100)"],
  });
});

Deno.test("videoMap() stays small with 2,268 videos", async () => {
  const svg = await renderSvg(videoMap(placed(2268), TEXT));
  assert.ok(svg.length < 500_000, `SVG has ${svg.length} characters`);
});

Deno.test("videoMap() refuses what it cannot draw by name", () => {
  assert.throws(() => videoMap([], TEXT), {
    name: "RangeError",
    message: "Cannot draw video_map: expected at least one item in videos, got none",
  });
  assert.throws(() => videoMap([{ ...placed(1)[0]!, y: Infinity }], TEXT), {
    name: "RangeError",
    message: /videos\[0\]\.y to be finite, got Infinity/,
  });
});
