import assert from "assert";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { withTranscripts } from "./_rehearsal_data.ts";

const { videos } = createSampleCorpus({ channels: 12, videosPerChannel: 16 });

Deno.test("withTranscripts() takes the transcripts of others from all of their list", () => {
  const others = Array.from({ length: 600 }, (_, i) => ({ transcript: `text ${i}` }));
  const given = withTranscripts(videos, others);
  assert.equal(given.length, 192);
  assert.deepEqual(given.slice(0, 3).map(({ transcript }) => transcript), [
    "text 0",
    "text 3",
    "text 6",
  ]);
  assert.deepEqual(given.map(({ scores }) => scores), videos.map(({ scores }) => scores));
});

Deno.test("withTranscripts() makes texts as long as real ones of the videos' own", () => {
  const given = withTranscripts(videos, undefined);
  for (const [row, { transcript }] of given.entries()) {
    assert.equal(transcript.startsWith(videos[row]!.transcript), true);
    assert.equal(transcript.split(" ").length >= 107, true); // the real data set's mean
  }
});
