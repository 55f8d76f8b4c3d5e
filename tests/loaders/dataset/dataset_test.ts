import assert from "assert";
import { join } from "node:path";
import { type DatasetOptions, loadDataset, readDataset } from "lib/loaders/dataset/dataset.ts";
import { DatasetError } from "lib/loaders/dataset/dataset_error.ts";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { settings } from "lib/settings.ts";
import type { Video } from "lib/types.ts";
import { ONE_TARGET, RETENTION, THREE_TARGETS } from "../../_targets.ts";
import { HEADER, idOf, withFiles } from "./_csv_files.ts";

function read(content: string | Uint8Array, options?: DatasetOptions): Promise<Video[]> {
  return withFiles(
    { "some.csv": content },
    (folder) => readDataset(join(folder, "some.csv"), options),
  );
}

async function problemsOf(
  content: string | Uint8Array,
  options?: DatasetOptions,
): Promise<[number, string, string][]> {
  const error = await read(content, options).then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof DatasetError, `expected a DatasetError, got ${error}`);
  assert.ok(error.problems.every(({ file }) => file === "some.csv"));
  return error.problems.map(({ row, message, value }) => [row, message, value]);
}

Deno.test("readDataset() reads rows in the file's order and scores as 0..1", async () => {
  assert.deepEqual(
    await read(`${HEADER}\n7,abc_DEF-123,50.5,100.0,hello\n2,abcdefghijk,0,1e1,NA\n`),
    [
      {
        videoId: "abc_DEF-123",
        transcript: "hello",
        scores: { virality: 0.505, engagement: 1 },
        row: 7,
      },
      {
        videoId: "abcdefghijk",
        transcript: "NA",
        scores: { virality: 0, engagement: 0.1 },
        row: 2,
      },
    ],
  );
});

Deno.test("readDataset() keeps commas, quotes and line breaks of a quoted transcript", async () => {
  const [video, next] = await read(
    `${HEADER}\n0,${idOf(0)},1,2,"a, ""b""\nc\r\n\n d"\n1,${idOf(1)},3,4,"""q"""`,
  );
  assert.equal(video?.transcript, 'a, "b"\nc\r\n\n d');
  assert.equal(next?.transcript, '"q"');
});

Deno.test("readDataset() reads a byte order mark, CRLF and empty lines around", async () => {
  const plain = `${HEADER}\n0,${idOf(0)},1,2,a b\n1,${idOf(1)},3,4,"c,\r\nd"\n`;
  const other = `\ufeff\r\n${HEADER}\r\n0,${idOf(0)},1,2,a b\r\n1,${
    idOf(1)
  },3,4,"c,\r\nd"\r\n\r\n\n`;
  assert.deepEqual(await read(other), await read(plain));
});

Deno.test("readDataset() takes a first column of any unknown name as the index", async () => {
  for (const header of ["", "Unnamed: 0", "id", '"my, index"']) {
    const columns = "video_id,virality_score_%,engagement_score_%,transcript";
    const [video] = await read(`${header},${columns}\n12,${idOf(1)},1,2,a\n`);
    assert.equal(video?.row, 12);
  }
});

Deno.test("readDataset() counts rows where there is no index, in any order of columns", async () => {
  const videos = await read(
    "transcript,engagement_score_%,extra,virality_score_%,video_id\n" +
      `a,1,x,2,${idOf(0)}\nb,3,,4,${idOf(1)}\n`,
  );
  assert.deepEqual(videos.map(({ row }) => row), [0, 1]);
  assert.deepEqual(videos[1]?.scores, { virality: 0.04, engagement: 0.03 });
});

Deno.test("readDataset() reads optional columns and leaves out empty cells", async () => {
  const header = `${HEADER},channel_id,title,published_at,views,likes,comments,subscribers,` +
    "day0_views,day0_subscribers";
  const [full, bare] = await read(
    `${header}\n0,${idOf(0)},1,2,a,UC1,"One, two",2024-02-29,10,2,1,5,4.5,3\n` +
      `1,${idOf(1)},1,2,a,,,,,,,,,\n`,
  );
  assert.deepEqual(full, {
    videoId: idOf(0),
    transcript: "a",
    scores: { virality: 0.01, engagement: 0.02 },
    row: 0,
    channelId: "UC1",
    title: "One, two",
    publishedAt: "2024-02-29",
    counts: {
      views: 10,
      likes: 2,
      comments: 1,
      subscribers: 5,
      day0Views: 4.5,
      day0Subscribers: 3,
    },
  });
  assert.deepEqual(Object.keys(bare ?? {}), ["videoId", "transcript", "scores", "row"]);
});

Deno.test("readDataset() lists every problem with its row and value", async () => {
  const lines = [
    HEADER,
    `0,${idOf(0)},1,2,a`,
    `0,short,101,nan,"  "`,
    `x,${idOf(0)},-1,,b\u0007`,
    `3,${idOf(3)},1,2`,
    `4,${idOf(4)},1,2,a "b" c`,
    `5,${idOf(5)},1e400,0x10,"a"b`,
    `6,${idOf(6)}, 1,2%,c`,
  ];
  assert.deepEqual(await problemsOf(lines.join("\n")), [
    [2, "video_id: expected 11 characters of A-Z, a-z, 0-9, _ and -", "short"],
    [2, "Unnamed: 0: expected a value of its own, row 1 has it too", "0"],
    [2, "virality_score_%: expected a number in 0..100", "101"],
    [2, "engagement_score_%: expected a number in 0..100", "nan"],
    [2, "transcript: expected text without control characters", "  "],
    [3, "video_id: expected a value of its own, row 1 has it too", idOf(0)],
    [3, "Unnamed: 0: expected an integer of at least 0", "x"],
    [3, "virality_score_%: expected a number in 0..100", "-1"],
    [3, "engagement_score_%: expected a number in 0..100", ""],
    [3, "transcript: expected text without control characters", "b\u0007"],
    [4, "expected 5 cells as in the header", `3,${idOf(3)},1,2`],
    [5, "expected no quote inside an unquoted cell", `4,${idOf(4)},1,2,a "b" c`],
    [6, "expected a comma or a line break after a closing quote", `5,${idOf(5)},1e400,0x10,"a"b`],
    [7, "virality_score_%: expected a number in 0..100", " 1"],
    [7, "engagement_score_%: expected a number in 0..100", "2%"],
  ]);
});

Deno.test("readDataset() names missing, repeated and half-given columns", async () => {
  const value = "video_id,virality_score_%,virality_score_%_duplicated_0,transcript,views,likes";
  const header = "video_id,virality_score_%,virality_score_%,transcript,views,likes";
  const absent = ["comments", "subscribers", "day0_views", "day0_subscribers"];
  assert.deepEqual(await problemsOf(`${header}\n${idOf(0)},1,2,a,1,1\n`), [
    [0, "expected a column engagement_score_%", value],
    ...absent.map((name) => [0, `expected a column ${name}`, value]),
    [0, 'expected only one column named "virality_score_%"', value],
  ]);
});

Deno.test("readDataset() names counts that lack others and dates that do not exist", async () => {
  const header = `${HEADER},published_at,views,likes,comments,subscribers,day0_views,` +
    "day0_subscribers";
  const found = await problemsOf(`${header}\n0,${idOf(0)},1,2,a,2023-02-29,1,2,,4,-5,6\n`);
  assert.deepEqual(found.map(([, message, value]) => [message, value]), [
    ["published_at: expected an ISO 8601 date such as 2024-02-29", "2023-02-29"],
    ["day0_views: expected a number of at least 0", "-5"],
    ["comments: expected a count beside the row's other counts", ""],
    ["day0_views: expected a count beside the row's other counts", ""],
  ]);
});

Deno.test("readDataset() refuses empty files, invalid UTF-8 and an open quote", async () => {
  assert.deepEqual(await problemsOf("\n"), [[0, "expected a header, found an empty file", ""]]);
  const bytes = new TextEncoder().encode(`${HEADER}\n0,${idOf(0)},1,2,a#\n1,${idOf(1)},1,2,b`);
  bytes[bytes.indexOf(0x23)] = 0xff;
  assert.deepEqual(await problemsOf(bytes), [
    [1, "expected UTF-8 text", `0,${idOf(0)},1,2,a\ufffd`],
  ]);
  assert.deepEqual(await problemsOf(`${HEADER}\n0,${idOf(0)},1,2,"a\n1,${idOf(1)},1,2,b\n`), [
    [
      1,
      "expected a closing quote before the end of the file",
      `0,${idOf(0)},1,2,"a\n1,${idOf(1)},1,2,b`,
    ],
  ]);
});

Deno.test("readDataset() finds rows that a cell swallowed for two lost quotes", async () => {
  const swallowed = `1,${idOf(1)},3,4,b`;
  for (const eol of ["\n", "\r\n"]) {
    const rows = [`0,${idOf(0)},1,2,"a, b`, swallowed, `2,${idOf(2)},5,6,d"`];
    assert.deepEqual(await problemsOf([HEADER, ...rows].join(eol)), [
      [1, "transcript: expected no other row inside the cell; is a quote missing?", swallowed],
    ]);
  }
});

Deno.test("readDataset() shows twenty problems and counts the others", async () => {
  const rows = Array.from({ length: 25 }, (_, i) => `${i},${idOf(i)},1,2,`);
  await assert.rejects(read([HEADER, ...rows].join("\n")), (error: unknown) => {
    assert.ok(error instanceof DatasetError && error instanceof SyntaxError);
    const lines = error.message.split("\n");
    assert.match(
      lines[0]!,
      /^Cannot read the data set .*some\.csv: 25 problem\(s\); row 1 is the first record after the header$/,
    );
    assert.equal(
      lines[20],
      '  some.csv, row 20: transcript: expected text without control characters, got ""',
    );
    assert.equal(lines[21], `  and 5 more, listed in this error's "problems"`);
    assert.equal(lines.length, 22);
    assert.equal(error.problems.length, 25);
    return true;
  });
});

Deno.test("loadDataset() merges files in index order and fills in what one leaves out", async () => {
  const files = {
    "videos_and_scores.csv": `${HEADER}\n9,${idOf(9)},1,2,a\n3,${idOf(3)},3,4,b\n`,
    "train_set.csv": `${HEADER},title\n5,${idOf(5)},5,6,c,Five\n9,${idOf(9)},1,2,a,Nine\n`,
  };
  const videos = await withFiles(files, loadDataset);
  assert.deepEqual(videos.map(({ videoId, row, title }) => [videoId, row, title]), [
    [idOf(3), 0, undefined],
    [idOf(5), 1, "Five"],
    [idOf(9), 2, "Nine"],
  ]);
});

Deno.test("loadDataset() keeps the order of first appearance without indices", async () => {
  const header = "video_id,virality_score_%,engagement_score_%,transcript";
  const files = {
    "train_set.csv": `${header}\n${idOf(2)},1,2,a\n${idOf(1)},1,2,b\n`,
    "test_set.csv": `${header}\n${idOf(0)},1,2,c\n`,
  };
  const videos = await withFiles(files, loadDataset);
  assert.deepEqual(videos.map(({ videoId }) => videoId), [idOf(2), idOf(1), idOf(0)]);
});

Deno.test("loadDataset() names what files contradict each other in", async () => {
  const files = {
    "videos_and_scores.csv": `${HEADER}\n0,${idOf(0)},1,2,a\n1,${idOf(1)},1,2,b\n`,
    "train_set.csv": `${HEADER}\n0,${idOf(0)},1,3,z\n1,${idOf(2)},1,2,b\n`,
    "test_set.csv": `${HEADER}\n4,${idOf(1)},1,2,b\n1,${idOf(2)},1,2,b\n`,
    "validation_set.csv": "video_id,virality_score_%,engagement_score_%,transcript\n",
  };
  const error = await withFiles(files, (folder) => loadDataset(folder).catch((e: unknown) => e));
  assert.ok(error instanceof DatasetError);
  const all = "videos_and_scores.csv";
  assert.deepEqual(
    error.problems.map(({ file, row, message, value }) => [file, row, message, value]),
    [
      ["validation_set.csv", 0, `expected an index column first, as in ${all}`, "none"],
      ["train_set.csv", 2, `index 1: expected ${idOf(1)} as in ${all}, row 2`, idOf(2)],
      ["test_set.csv", 2, `index 1: expected ${idOf(1)} as in ${all}, row 2`, idOf(2)],
      [
        "test_set.csv",
        2,
        "expected a video on one side of the split only as in train_set.csv, row 2",
        idOf(2),
      ],
      ["train_set.csv", 1, `transcript: expected a as in ${all}, row 1`, "z"],
      [
        "train_set.csv",
        1,
        `scores: expected {"virality":0.01,"engagement":0.02} as in ${all}, row 1`,
        '{"virality":0.01,"engagement":0.03}',
      ],
      ["test_set.csv", 1, `index: expected 1 as in ${all}, row 2`, "4"],
    ],
  );
});

Deno.test("loadDataset() lists the problems of all files and refuses a folder without any", async () => {
  const files = { "train_set.csv": `${HEADER}\n0,a,1,2,a\n`, "test_set.csv": "x\n" };
  const error = await withFiles(files, (folder) => loadDataset(folder).catch((e: unknown) => e));
  assert.ok(error instanceof DatasetError);
  assert.deepEqual(new Set(error.problems.map(({ file }) => file)), new Set(Object.keys(files)));
  await assert.rejects(withFiles({}, loadDataset), { name: "NotFound", message: /found none$/ });
});

Deno.test("readDataset() reads 100,000 rows whole, and their file once", async () => {
  const words = '""quoted"", and more\nwords, to be said '.repeat(14);
  const rows = Array.from({ length: 100_000 }, (_, i) => `${i},${idOf(i)},50.5,60.25,"${words}"\n`);
  await withFiles({ "large.csv": `${HEADER}\n${rows.join("")}` }, async (folder) => {
    using reads = countReads();
    const videos = await readDataset(join(folder, "large.csv"));
    assert.equal(reads.count, 1);
    assert.equal(videos.length, 100_000);
    assert.deepEqual(videos[99_999], {
      videoId: idOf(99_999),
      transcript: words.replaceAll('""', '"'),
      scores: { virality: 0.505, engagement: 0.6025 },
      row: 99_999,
    });
  });
});

/** Counts how often a file is read or opened, by whichever call. */
function countReads() {
  const names = ["readFile", "readFileSync", "readTextFile", "readTextFileSync", "open"] as const;
  const originals = names.map((name) => [name, Deno[name]] as const);
  const reads = {
    count: 0,
    [Symbol.dispose]: () => Object.assign(Deno, Object.fromEntries(originals)),
  };
  for (const [name, original] of originals) {
    const counting = (...args: unknown[]) => {
      reads.count++;
      return Reflect.apply(original, Deno, args);
    };
    Object.assign(Deno, { [name]: counting });
  }
  return reads;
}

Deno.test({
  name: "loadDataset() and originalSplit() give the original's three files in exact order",
  ignore: settings.dataset === undefined, // needs the real data set
  fn: async () => {
    const folder = settings.dataset!;
    const videos = await loadDataset(folder);
    assert.equal(videos.length, 3546);
    assert.equal(videos[65]?.videoId, "_jTkr8a6Jf4");
    assert.ok(videos.every(({ row }, position) => row === position));
    const split = originalSplit(videos.length);
    const content = ({ videoId, scores, transcript }: Video) => ({ videoId, scores, transcript });
    for (const side of ["train", "validation", "test"] as const) {
      const original = await readDataset(join(folder, `${side}_set.csv`));
      assert.deepEqual(split[side].map((row) => content(videos[row]!)), original.map(content));
    }
  },
});

Deno.test("readDataset() reads one target, or three of which one has gaps, each by its range", async () => {
  const header = "video_id,retention_%,stars,virality_score_%,transcript";
  const content = `${header}\n${idOf(0)},,2,50,a\n${idOf(1)},0,5,100,b\n`;
  const scoresIn = async (options: DatasetOptions) =>
    (await read(content, options)).map(({ scores }) => scores);
  assert.deepEqual(await scoresIn({ targets: THREE_TARGETS }), [
    { virality: 0.5, rating: 0.25 },
    { virality: 1, rating: 1, retention: 0 },
  ]);
  assert.deepEqual(await scoresIn({ targets: ONE_TARGET }), [{ rating: 0.25 }, { rating: 1 }]);
});

Deno.test("readDataset() names what breaks a target's rule, and a target that is not there", async () => {
  const options = { targets: THREE_TARGETS };
  const header = "video_id,retention_%,stars,virality_score_%,transcript";
  assert.deepEqual(await problemsOf(`${header}\n${idOf(0)},101,,50,a\n`, options), [
    [1, "stars: expected a number in 1..5", ""],
    [1, "retention_%: expected a number in 0..100", "101"],
  ]);
  assert.deepEqual(await problemsOf(`${HEADER}\n0,${idOf(0)},1,2,a\n`, options), [
    [0, "expected a column stars", HEADER],
    [0, "expected a column retention_%", HEADER],
  ]);
  await assert.rejects(read(HEADER, { targets: [] }), RangeError);
});

Deno.test("loadDataset() fills one file's gaps from another and refuses scores that differ", async () => {
  const header = "video_id,retention_%,transcript\n";
  const load = (first: string, second: string) =>
    withFiles({
      "videos_and_scores.csv": `${header}${idOf(0)},${first},a\n`,
      "train_set.csv": `${header}${idOf(0)},${second},a\n`,
    }, (folder) => loadDataset(folder, { targets: [RETENTION] }));
  assert.deepEqual((await load("", "25")).map(({ scores }) => scores), [{ retention: 0.25 }]);
  assert.deepEqual((await load("25", "")).map(({ scores }) => scores), [{ retention: 0.25 }]);
  await assert.rejects(load("25", "26"), /scores: expected \{"retention":0.25\} as in/);
});
