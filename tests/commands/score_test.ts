import assert from "assert";
import { join } from "node:path";
import { run as score } from "lib/commands/score.ts";
import type { Answer } from "lib/scoring/answer.ts";
import type { Scorers } from "lib/scoring/score_items.ts";
import { inFolder } from "../_in_folder.ts";
import { H264, makeClip, testPicture } from "../loaders/clips/_clips.ts";
import { sampleScorers } from "../scoring/_scorers.ts";
import { SENTENCE, streamOf } from "./_hostile_inputs.ts";

/** Runs the command in a folder that holds a text and a clip. */
async function inScoringFolder(
  use: (run: (...args: string[]) => Promise<[number, string]>, folder: string) => Promise<void>,
  { textKind = "sample" }: { textKind?: Scorers["textKind"] } = {},
): Promise<void> {
  await inFolder(async (folder) => {
    const scorers = { ...await sampleScorers(folder), textKind };
    await Deno.writeTextFile(join(folder, "a.txt"), SENTENCE);
    const sound = ["-f", "lavfi", "-i", "sine=duration=4"];
    const picture = testPicture({ seconds: 4 });
    await makeClip(join(folder, "a.mp4"), [...picture, ...sound, ...H264, "-c:a", "aac"]);
    await use(async (...args) => {
      let output = "";
      const write = (text: string) => void (output += text);
      const code = await score(args, { scorers, standardInput: streamOf(new Uint8Array()), write });
      return [code, output];
    }, folder);
  });
}

Deno.test("score() scores the good items of many and names the bad ones", () =>
  inScoringFolder(async (run, folder) => {
    const [text, none, clip] = ["a.txt", "none.txt", "a.mp4"].map((name) => join(folder, name));
    const [code, output] = await run(text!, none!, clip!);
    assert.equal(code, 1);
    const parts = output.split("\n\n/");
    assert.equal(parts.length, 3);
    assert.match(
      parts[0]!,
      /^\/.*a\.txt\n {2}Virality +[\d.]+ {3}9 in 10 lie in \d+ to \d+ {3}above/,
    );
    assert.match(parts[1]!, /none\.txt\n {2}Not scored: expected a file, found nothing there/);
    assert.match(parts[2]!, /a\.mp4\n {2}Virality/);
    assert.match(parts[2]!, /Moments that moved them most/);
    assert.deepEqual(await run(text!).then(([code]) => code), 0);
  }));

Deno.test("score() prints one JSON object in the form that answer.ts describes", () =>
  inScoringFolder(async (run, folder) => {
    const [clip, text, none] = ["a.mp4", "a.txt", "no.txt"].map((name) => join(folder, name));
    const [code, output] = await run("--json", "--video", clip!, "--transcript", text!, none!);
    assert.equal(code, 1);
    const { format, answers }: { format: string; answers: Answer[] } = JSON.parse(output);
    assert.equal(format, "viranova-score/1");
    const [scored, refused] = answers;
    assert.deepEqual(refused, {
      kind: "refused",
      item: none,
      reason: "expected a file, found nothing there",
    });
    assert.ok(scored?.kind === "scored");
    assert.deepEqual(Object.keys(scored).sort(), ["cautions", "finding", "item", "kind", "text"]);
    assert.equal(scored.text, SENTENCE);
    const { finding } = scored;
    assert.deepEqual(Object.keys(finding).sort(), [
      "basis",
      "facts",
      "moments",
      "neighbours",
      "passages",
      "scores",
      "words",
    ]);
    assert.deepEqual(finding.basis, ["words", "pictures", "sound"]);
    assert.deepEqual(finding.moments.map(({ startMs }) => startMs), [0, 1000, 2000, 3000]);
    assert.deepEqual(Object.keys(finding.scores), ["virality", "engagement"]);
  }));

Deno.test("score() writes a page that holds nothing active from its inputs", () =>
  inScoringFolder(async (run, folder) => {
    const hostile = join(folder, "<script>alert(1)<:script>.txt");
    await Deno.writeTextFile(
      hostile,
      `<script>alert(2)</script> ${SENTENCE} "><img src=x onerror=y>`,
    );
    const page = join(folder, "deep", "page.html");
    const [code, output] = await run(
      hostile,
      join(folder, "a.mp4"),
      join(folder, "<b>.txt"),
      "--html",
      page,
    );
    assert.equal(code, 1);
    assert.match(output, /Page written to .*page\.html/);
    const html = await Deno.readTextFile(page);
    assert.doesNotMatch(html, /<script|<img|<b>\.txt|href="http/);
    assert.match(html, /&lt;script&gt;alert\(1\)/);
    assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
    assert.equal(html.match(/<article>/g)!.length, 3);
    assert.equal(
      html.match(/<svg /g)!.length,
      12,
      "two of ranges and one of moments, in four ways",
    );
    assert.match(html, /prefers-color-scheme: dark/);
  }));

Deno.test("score() prints its help and nothing else", () =>
  inScoringFolder(async (run) => {
    const [code, output] = await run("--help", "a.txt");
    assert.equal(code, 0);
    assert.match(output, /^deno task score /);
    assert.ok(output.split("\n").every((line) => line.length <= 100));
  }));

Deno.test("score() says which file is wrong when it is the one of a clip's words", () =>
  inScoringFolder(async (run, folder) => {
    const [code, output] = await run(
      "--video",
      join(folder, "a.mp4"),
      "--captions",
      join(folder, "a.txt"),
    );
    assert.equal(code, 1);
    const words = output.replace(/\s+/g, " ");
    assert.match(words, /a\.mp4 Not scored: .*a\.txt: expected WebVTT, SubRip/);
  }));

Deno.test("score() keeps what invented clips say apart from what real words say", () =>
  inScoringFolder(async (run, folder) => {
    const [clip, text] = [join(folder, "a.mp4"), join(folder, "a.txt")];
    const [, withWords] = await run("--json", "--video", clip, "--transcript", text);
    const [, wordsAlone] = await run("--json", text);
    const both: { answers: Answer[] } = JSON.parse(withWords);
    const alone: { answers: Answer[] } = JSON.parse(wordsAlone);
    const [mixed, words] = [both.answers[0]!, alone.answers[0]!];
    assert.ok(mixed.kind === "scored" && words.kind === "scored");
    assert.deepEqual(mixed.finding, words.finding);
    assert.deepEqual(mixed.beside!.basis, ["pictures", "sound"]);
    assert.equal(mixed.beside!.facts.kind, "sample");
    assert.ok(mixed.cautions.some((caution) => caution.startsWith("No real clips were found")));
    const [, output] = await run("--video", clip, "--transcript", text);
    assert.match(
      output.replace(/\s+/g, " "),
      /By its pictures and sound alone, which is not mixed/,
    );
  }, { textKind: "real" }));

Deno.test("score() does not correct invented clips' scores by a real channel's past", () =>
  inScoringFolder(async (run, folder) => {
    const [clip, text] = [join(folder, "a.mp4"), join(folder, "a.txt")];
    const past = join(folder, "past.csv");
    await Deno.writeTextFile(past, "virality_score_%,engagement_score_%\n99,99\n98,97\n");
    const answersOf = async (...args: string[]) => {
      const [, output] = await run("--json", ...args);
      const { answers }: { answers: Answer[] } = JSON.parse(output);
      assert.ok(answers[0]?.kind === "scored");
      return answers[0];
    };
    const [without, alone] = [await answersOf(clip), await answersOf(clip, "--history", past)];
    assert.deepEqual(alone.finding, without.finding);
    assert.ok(
      alone.cautions.some((line) => line.startsWith("The channel's past videos were left")),
    );
    assert.ok(without.cautions.every((caution) => !caution.includes("past videos")));
    const said = await answersOf("--video", clip, "--transcript", text, "--history", past);
    assert.ok(said.finding.moved!.virality > 0);
    assert.equal(said.beside!.moved, undefined);
  }, { textKind: "real" }));

const CAPTIONS = `1
00:00:00,500 --> 00:00:02,500
One morning the sailor found a violin.

2
00:00:02,500 --> 00:00:04,000
A secret, a real secret, waited.
`;

Deno.test("score() gives captions' times to words and moments, in every form", () =>
  inScoringFolder(async (run, folder) => {
    const [captions, page] = [join(folder, "a.srt"), join(folder, "page.html")];
    await Deno.writeTextFile(captions, CAPTIONS);
    const [, output] = await run(captions, "--html", page);
    assert.match(output, /secret [+−][\d.]+\s+\(2\s+times,\s+first\s+at\s+2\.\d\s+s\)/);
    assert.match(output, /The score with what is said in a moment less the score without it:/);
    assert.match(
      output,
      /virality: {3}\+[\d.]+ from 2\.5 to 4\.0 s “A secret, a real secret, waited\.”/,
    );
    const html = await Deno.readTextFile(page);
    assert.equal(html.match(/<svg /g)!.length, 8, "ranges and moments, in four ways each");
    assert.match(html, /<text[^>]*>violin\.<\/text>/);
    const [, json] = await run(captions, "--json");
    const { answers: [answer] }: { answers: Answer[] } = JSON.parse(json);
    assert.ok(answer?.kind === "scored");
    const { words, finding: { moments, passages, words: moved } } = answer;
    assert.deepEqual(words!.length, 13);
    assert.deepEqual(moments.map(({ startMs, endMs }) => [startMs, endMs]), [
      [500, 2500],
      [2500, 4000],
    ]);
    assert.deepEqual(passages, []);
    assert.equal(moved.find(({ text }) => text === "sailor")!.said!.times, 1);
  }));

Deno.test("score() draws captions' moments beside those of invented clips' pictures and sound", () =>
  inScoringFolder(async (run, folder) => {
    const [clip, captions] = [join(folder, "a.mp4"), join(folder, "a.srt")];
    await Deno.writeTextFile(captions, CAPTIONS);
    const [, json] = await run("--video", clip, "--captions", captions, "--json");
    const { answers: [answer] }: { answers: Answer[] } = JSON.parse(json);
    assert.ok(answer?.kind === "scored");
    assert.equal(answer.finding.moments[0]!.text, "One morning the sailor found a violin.");
    assert.deepEqual(answer.beside!.moments.map(({ startMs }) => startMs), [0, 1000, 2000, 3000]);
  }, { textKind: "real" }));
