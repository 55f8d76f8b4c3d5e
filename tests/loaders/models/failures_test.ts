import assert from "assert";
import { join } from "node:path";
import { exists } from "lib/files.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import type { ModelErrorKind } from "lib/loaders/models/model_error.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { answerOf, type Fault, FAULTS } from "./_hub_answers.ts";
import { type ServedModel, startHubServer } from "./_hub_server.ts";
import { COMMIT, FILES, ID, NEEDS, type PlaceOptions, put, served, withHub } from "./_places.ts";

/** How a search fails, and what it leaves behind. */
interface Failure extends PlaceOptions {
  readonly fault: Fault;
  readonly kind: ModelErrorKind;
  readonly file?: string;
  /** The message after "Cannot fetch … from …: "; HUB stands for the hub's address. */
  readonly message: string | RegExp;
  /** Paths that were asked for, without the model's own part. */
  readonly requests: readonly string[];
  /** Pauses in seconds. @default none */
  readonly pauses?: readonly number[];
  /** Files with their sizes. @default none */
  readonly left?: Readonly<Record<string, number>>;
}

const LIST = "hub list";
const CONFIG = ["hub config.json", "hub cached config.json"];
const WEIGHTS = ["hub model.safetensors", "storage model.safetensors"];
const repeated = (times: number, paths: readonly string[]) => Array(times).fill(paths).flat();

const HERE = { "config.json": 19 };
const HALF = { ...HERE, "model.safetensors.<hash>.partial": 130 };
const PUT =
  `Put its files into data/models/${ID}, or point VIRANOVA_MODELS at a folder that holds ` +
  "organisation/name folders";
const AGAIN = "Try again later";
const KEPT = "What came is kept where the rest can follow; try again";
const ASK = `Ask for it at HUB/${ID}, make a token at HUB/settings/tokens and put it into HF_TOKEN`;
const NEW_TOKEN =
  "Make a new one at HUB/settings/tokens and put it into HF_TOKEN, or remove the old one";
const LOG_IN = "It may be a network's log-in page: log in, or set HF_ENDPOINT to a hub";
const [BACK_OFF, TOKEN] = [[1, 4, 16], "hf_secret_of_mine"];
const onWeights = (fault: Fault): Fault => ({ ...fault, file: "model.safetensors" });

/** What becomes of each thing that a hub, a storage service or a network does wrong. */
const FAILURES: Readonly<Record<string, Failure>> = {
  "no repository, without a token": {
    fault: FAULTS.noRepository,
    kind: "no-repository",
    message:
      `the hub has no such model, or hides it from who has no token for it (HTTP 401). ${PUT}`,
    requests: [LIST],
  },
  "no repository, with a token": {
    ...{ fault: FAULTS.noRepositoryForToken, token: TOKEN },
    kind: "no-repository",
    message:
      `the hub has no such model, or hides it from who has no token for it (HTTP 404). ${PUT}`,
    requests: [LIST],
  },
  "a gated model, without a token": {
    fault: FAULTS.gatedWithoutToken,
    kind: "gated",
    message: `its authors grant access on request (HTTP 401). ${ASK}`,
    requests: [LIST, "hub config.json"],
  },
  "a gated model, with a token that has no access": {
    ...{ fault: FAULTS.gatedForToken, token: TOKEN },
    kind: "gated",
    message: `its authors grant access on request (HTTP 403). ${ASK}`,
    requests: [LIST, "hub config.json"],
  },
  "a token that the hub does not know": {
    ...{ fault: FAULTS.tokenRefused, token: TOKEN },
    kind: "token-refused",
    message: `the hub refuses the token (HTTP 401). ${NEW_TOKEN}`,
    requests: [LIST],
  },
  "a file that the list has and the hub has not": {
    fault: onWeights(FAULTS.noFile),
    ...{ kind: "no-file", file: "model.safetensors" },
    message: `the model has no such file (HTTP 404). ${PUT}`,
    requests: [LIST, ...CONFIG, "hub model.safetensors"],
    left: HERE,
  },
  "too many requests": {
    fault: FAULTS.tooMany,
    kind: "rate-limited",
    message: "the hub has had too many requests from here (HTTP 429, next in 30 s). " +
      `${AGAIN}; a token in HF_TOKEN raises the limit`,
    requests: repeated(4, [LIST]),
    pauses: [30, 30, 30],
  },
  "an error of the hub": {
    fault: FAULTS.internalError,
    kind: "hub-trouble",
    message: `the hub is in trouble (HTTP 500). ${AGAIN}`,
    requests: repeated(4, [LIST]),
    pauses: BACK_OFF,
  },
  "a gateway's error": {
    fault: FAULTS.badGateway,
    kind: "hub-trouble",
    message: `the hub is in trouble (HTTP 502). ${AGAIN}`,
    requests: repeated(4, [LIST]),
    pauses: BACK_OFF,
  },
  "an error on the way to a file": {
    fault: onWeights(FAULTS.unavailable),
    ...{ kind: "hub-trouble", file: "model.safetensors" },
    message: `the hub is in trouble (HTTP 503). ${AGAIN}`,
    requests: [LIST, ...CONFIG, ...repeated(4, ["hub model.safetensors"])],
    ...{ pauses: BACK_OFF, left: HERE },
  },
  "an error of the storage service": {
    fault: onWeights(FAULTS.storageUnavailable),
    ...{ kind: "hub-trouble", file: "model.safetensors" },
    message: `the hub is in trouble (HTTP 503). ${AGAIN}`,
    requests: [LIST, ...CONFIG, ...repeated(4, WEIGHTS)],
    ...{ pauses: BACK_OFF, left: HERE },
  },
  "a signature that has expired": {
    fault: onWeights(FAULTS.signatureExpired),
    ...{ kind: "hub-trouble", file: "model.safetensors" },
    message: `the hub is in trouble (HTTP 403). ${AGAIN}`,
    requests: [LIST, ...CONFIG, ...repeated(4, WEIGHTS)],
    ...{ pauses: BACK_OFF, left: HERE },
  },
  "a page that says 404": {
    fault: FAULTS.notFoundPage,
    kind: "not-a-hub",
    message: `what answers there is no hub (HTTP 404, a web page). ${LOG_IN}`,
    requests: [LIST],
  },
  "a network's log-in page": {
    fault: FAULTS.logInPage,
    kind: "not-a-hub",
    message: `what answers there is no hub (HTTP 200, text/html). ${LOG_IN}`,
    requests: [LIST],
  },
  "a network's log-in page in place of a file": {
    fault: onWeights(FAULTS.logInPageForFiles),
    ...{ kind: "not-a-hub", file: "model.safetensors" },
    message: `what answers there is no hub (HTTP 200, text/html). ${LOG_IN}`,
    requests: [LIST, ...CONFIG, "hub model.safetensors"],
    left: HERE,
  },
  "a hub that never answers": {
    ...{ fault: FAULTS.hang, givesUp: "answer" },
    kind: "silent",
    message: `nothing came for 60 s, twice. ${AGAIN}`,
    requests: repeated(2, [LIST]),
    pauses: [4],
  },
  "a hub that hangs up": {
    fault: FAULTS.noAnswer,
    kind: "broken-off",
    message: `the connection broke off, several times. ${AGAIN}`,
    requests: repeated(4, [LIST]),
    pauses: BACK_OFF,
  },
  "a body that stops coming": {
    ...{ fault: onWeights({ ...FAULTS.stall, ignoresRanges: true }), givesUp: "body" },
    ...{ kind: "silent", file: "model.safetensors" },
    message: `nothing came for 60 s after 130 of 260 bytes, twice. ${AGAIN}`,
    requests: [LIST, ...CONFIG, ...repeated(2, WEIGHTS)],
    ...{ pauses: [4], left: HALF },
  },
  "a connection that is cut": {
    fault: onWeights({ ...FAULTS.cut, ignoresRanges: true }),
    ...{ kind: "broken-off", file: "model.safetensors" },
    message: `the connection broke off after 130 of 260 bytes, several times. ${KEPT}`,
    requests: [LIST, ...CONFIG, ...repeated(4, WEIGHTS)],
    ...{ pauses: BACK_OFF, left: HALF },
  },
  "a body shorter than the hub says, as its own length says": {
    fault: onWeights({ ...FAULTS.lengthTooShort, ignoresRanges: true }),
    ...{ kind: "broken-off", file: "model.safetensors" },
    message: `the body ended after 130 of 260 bytes, several times. ${KEPT}`,
    requests: [LIST, ...CONFIG, ...repeated(4, WEIGHTS)],
    ...{ pauses: BACK_OFF, left: HALF },
  },
  "half a body without a length": {
    fault: onWeights({ ...FAULTS.noLength, ignoresRanges: true }),
    ...{ kind: "broken-off", file: "model.safetensors" },
    message: `the body ended after 130 of 260 bytes, several times. ${KEPT}`,
    requests: [LIST, ...CONFIG, ...repeated(4, WEIGHTS)],
    ...{ pauses: BACK_OFF, left: HALF },
  },
  "half a body in chunks": {
    fault: onWeights({ ...FAULTS.chunksEndEarly, ignoresRanges: true }),
    ...{ kind: "broken-off", file: "model.safetensors" },
    message: `the body ended after 130 of 260 bytes, several times. ${KEPT}`,
    requests: [LIST, ...CONFIG, ...repeated(4, WEIGHTS)],
    ...{ pauses: BACK_OFF, left: HALF },
  },
  "half a small file": {
    fault: { ...FAULTS.chunksEndEarly, ignoresRanges: true },
    kind: "broken-off",
    message: `the body ended after 9 of 19 bytes, several times. ${KEPT}`,
    requests: [LIST, ...repeated(4, CONFIG)],
    ...{ pauses: BACK_OFF, left: { "config.json.<hash>.partial": 9 } },
  },
  "a large file with another byte": {
    fault: onWeights(FAULTS.altered),
    ...{ kind: "altered", file: "model.safetensors" },
    message:
      /^what came has a SHA-256 of [0-9a-f]{8}… where the hub has [0-9a-f]{8}…, twice\. Some/,
    requests: [LIST, ...CONFIG, ...repeated(2, WEIGHTS)],
    ...{ pauses: [4], left: HERE },
  },
  "a small file with another byte": {
    fault: { ...FAULTS.altered, file: "config.json" },
    kind: "altered",
    message:
      /^what came has a git SHA-1 of [0-9a-f]{8}… where the hub has [0-9a-f]{8}…, twice\. Some/,
    requests: [LIST, ...repeated(2, CONFIG)],
    pauses: [4],
  },
};

/** `/an-org/a-model.v1/resolve/<commit>/config.json` as "config.json". */
function shortened(path: string): string {
  if (path.startsWith("/api/models/")) return "list";
  const name = path.split("/").at(-1)!;
  return path.startsWith("/api/resolve-cache/") ? `cached ${name}` : name;
}

for (const [name, failure] of Object.entries(FAILURES)) {
  const { fault, kind, message, file = "config.json", requests, pauses = [], left = {} } = failure;
  Deno.test(`findModel() ends with "${kind}" by ${name}`, () =>
    withHub(served(fault), async ({ root, hub, find, pauses: paused, left: whatIsLeft }) => {
      await assert.rejects(find(), (error: Error) => {
        const text = error.message.replaceAll(hub.endpoint, "HUB");
        const [, said, address, rest] = /^Cannot fetch (.*) from (\S*): (.*)$/.exec(text) ?? [];
        assert.equal(said, `${file} of the model ${ID}`);
        assert.match(address ?? "", /^HUB\/[^?]*$/);
        if (typeof message === "string") assert.equal(rest, message);
        else assert.match(rest ?? "", message);
        assert.equal(text.includes(TOKEN), false);
        assert.equal(Deno.inspect(error).includes(TOKEN), false);
        const { name, kind: of, model, file: lacking } = error as unknown as Record<
          string,
          unknown
        >;
        assert.deepEqual({ name, of, model, lacking }, {
          ...{ name: "ModelError", of: kind, model: ID, lacking: file },
        });
        return true;
      });
      const asked = hub.requests.map(({ server, path }) => `${server} ${shortened(path)}`);
      assert.deepEqual(asked, requests);
      assert.deepEqual(paused, pauses);
      assert.deepEqual(await whatIsLeft(), left);
      const isAnythingLeft = Object.keys(left).length > 0;
      assert.equal(await exists(join(root, "data", "models")), isAnythingLeft);
    }, failure));
}

Deno.test("findModel() says that no connection comes about, and what to do", () =>
  withHub(served(), async ({ places, root }) => {
    await put(join(root, "a", ID), { "model.safetensors": "w" });
    const gone = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    gone.close();
    const endpoint = `http://127.0.0.1:${gone.addr.port}`;
    const nowhere = { ...places, hub: { ...places.hub!, endpoint } };
    await assert.rejects(findModel(ID, nowhere, { needs: NEEDS }), {
      name: "ModelError",
      kind: "out-of-reach",
      message: new RegExp(
        `^Cannot fetch config.json of the model ${ID} from ${endpoint}/api/models/${ID}/` +
          "revision/main: the hub is out of reach: no connection comes about \\(.*refused\\)\\. " +
          `On disk ${join(root, "a", ID)} lacks config.json. ${PUT}$`,
      ),
    });
  }, { models: ["a"] }));

Deno.test("findModel() names the revision that the hub does not have", () =>
  withHub(served(), async ({ find, hub }) => {
    await assert.rejects(find(`${ID}@v2`), {
      name: "ModelError",
      kind: "no-revision",
      message:
        `Cannot fetch config.json of the model ${ID}@v2 from ${hub.endpoint}/api/models/${ID}/` +
        "revision/v2: the hub has no such revision of it (HTTP 404)",
    });
  }));

/** What is missing, what lies there instead, and what is said of it. */
const VARIANTS: readonly (readonly [string, readonly string[], string])[] = [
  [
    "model.safetensors",
    ["pytorch_model.bin"],
    "pytorch_model.bin lies there and is not read: in Python " +
    "AutoModel.from_pretrained(folder).save_pretrained(folder) writes model.safetensors",
  ],
  [
    "model.safetensors",
    ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
    "model-00001-of-00002.safetensors and model-00002-of-00002.safetensors lie there and are shards, " +
    "which are read where model.safetensors.index.json lies beside all of them",
  ],
  [
    "tokenizer.json",
    ["vocab.json", "merges.txt"],
    "merges.txt and vocab.json lie there and are not read: in Python " +
    "AutoTokenizer.from_pretrained(folder).save_pretrained(folder) writes tokenizer.json",
  ],
  [
    "onnx/model.onnx",
    ["onnx/model_fp16.onnx"],
    "onnx/model_fp16.onnx lies there and is not read in place of onnx/model.onnx",
  ],
  [
    "onnx/model.onnx",
    ["onnx/model.onnx_data"],
    "onnx/model.onnx_data lies there and is of use only beside its model",
  ],
];

for (const [missing, there, said] of VARIANTS) {
  Deno.test(`findModel() says what lies at the hub in place of ${missing}: ${there.join(", ")}`, () => {
    const files = Object.fromEntries(there.map((name) => [name, FILES["config.json"]]));
    const model = { revisions: { main: { commit: COMMIT, files } } };
    return withHub({ [ID]: model }, async ({ find, hub, left }) => {
      await assert.rejects(find(ID, { required: [missing] }), {
        name: "ModelError",
        kind: "no-file",
        message: `Cannot fetch ${missing} of the model ${ID} from ${hub.endpoint}/${ID}/resolve/` +
          `${COMMIT}/${missing}: the model has no such file (as of 0123456). ${said}. ${PUT}`,
      });
      assert.equal(hub.requests.length, 1);
      assert.deepEqual(await left(), {});
    });
  });
}

/** Passing trouble, and what the search is to get over. */
const PASSING: Readonly<Record<string, readonly [Fault, readonly number[]]>> = {
  "an error of the hub": [{ ...FAULTS.internalError, times: 3 }, BACK_OFF],
  "too many requests": [{ ...FAULTS.tooMany, times: 2 }, [30, 30]],
  "an error of the storage service": [{ ...FAULTS.storageUnavailable, times: 1 }, [1]],
  "a connection that is cut": [{ ...FAULTS.cut, times: 3, ignoresRanges: true }, BACK_OFF],
  "bodies that end early": [onWeights({ ...FAULTS.chunksEndEarly, times: 3 }), BACK_OFF],
  "lengths that are too short": [onWeights({ ...FAULTS.lengthTooShort, times: 2 }), [1, 4]],
  "a length that is too long": [FAULTS.lengthTooLong, []],
  "an altered body": [{ ...FAULTS.altered, times: 1 }, [4]],
};

for (const [name, [fault, pauses]] of Object.entries(PASSING)) {
  Deno.test(`findModel() gets over ${name}`, () =>
    withHub(served(fault), async ({ find, pauses: paused, left }) => {
      const model = await find();
      for (const [file, content] of Object.entries(FILES)) {
        assert.deepEqual(await Deno.readFile(await model.file(file)), content);
      }
      assert.deepEqual(paused, pauses);
      assert.deepEqual(Object.keys(await left()), ["config.json", "model.safetensors"]);
    }));
}

Deno.test("findModel() sends the token to the hub and to nothing that it redirects to", () =>
  withHub(served(), async ({ find, hub }) => {
    await find();
    const told = hub.requests.filter(({ authorization }) => authorization === "Bearer hf_good");
    assert.deepEqual(new Set(told.map(({ server }) => server)), new Set(["hub"]));
    assert.equal(told.length, 4);
    const storage = hub.requests.filter(({ server }) => server === "storage");
    assert.deepEqual(storage.map(({ authorization }) => authorization), [undefined]);
    assert.equal(hub.requests.some(({ accept }) => accept?.includes("xet")), false);
  }, { token: "hf_good" }));

Deno.test("findModel() waits as long as the hub asks, and not for longer than five minutes", () => {
  const models = {
    "org/soon": { ...served()[ID]!, faults: [waitingUntil("Sat, 28 Nov 2026 12:00:05 GMT")] },
    "org/late": { ...served()[ID]!, faults: [waitingUntil("301")] },
  };
  return withHub(models, async ({ find, pauses, hub }) => {
    await find("org/soon");
    assert.deepEqual(pauses, [5]);
    const count = hub.requests.length;
    await assert.rejects(find("org/late"), { kind: "rate-limited", message: /next in 301 s\)/ });
    assert.deepEqual(pauses, [5]);
    assert.equal(hub.requests.length, count + 1);
  }, { now: Date.UTC(2026, 10, 28, 12) });
});

Deno.test("findModel() waits until the hub counts requests anew", () => {
  const limited = answerOf(429, "Too Many Requests", { ratelimit: '"api";r=0;t=55' });
  return withHub(served({ at: "list", answer: limited, times: 1 }), async ({ find, pauses }) => {
    await find();
    assert.deepEqual(pauses, [55]);
  });
});

Deno.test("findModel() makes its own pauses where the hub asks for none that can be read", () => {
  const odd = ["-5", "soon", "1e3"].map((retryAfter) => [
    `org/${retryAfter}`,
    { ...served()[ID]!, faults: [waitingUntil(retryAfter)] },
  ]);
  return withHub(Object.fromEntries(odd), async ({ find, pauses }) => {
    for (const [name] of odd) await find(String(name));
    assert.deepEqual(pauses, [1, 1, 1]);
  });
});

Deno.test("findModel() asks no second time for what the hub refuses for good", () =>
  withHub(served({ at: "list", answer: answerOf(400, "Bad Request") }), async ({ find, hub }) => {
    await assert.rejects(find(), {
      kind: "hub-trouble",
      message: /: the hub does not answer what it is asked \(HTTP 400\)$/,
    });
    assert.equal(hub.requests.length, 1);
  }));

Deno.test("findModel() ends where redirects lead in a circle", () => {
  const location = `/api/models/${ID}/revision/main`;
  const circle: Fault = { at: "list", answer: answerOf(307, "", { location }) };
  return withHub(served(circle), async ({ find, hub }) => {
    await assert.rejects(find(), { kind: "hub-trouble", message: /\(it redirects in a circle\)$/ });
    assert.equal(hub.requests.length, 11);
  });
});

Deno.test("findModel() takes no size and no hash from a list that can be none", () => {
  const siblings = [
    { rfilename: "config.json", size: -3, blobId: "../../elsewhere" },
    { rfilename: "model.safetensors", size: "260", lfs: { sha256: "../x" } },
  ];
  const list: Fault = { at: "list", answer: answerOf(200, { sha: COMMIT, siblings }) };
  return withHub(served(list), async ({ find, left }) => {
    await find();
    assert.deepEqual(await left(), { "config.json": 19, "model.safetensors": 260 });
  });
});

const waitingUntil = (retryAfter: string): Fault => ({
  ...{ at: "list", times: 1 },
  answer: { ...FAULTS.tooMany.answer, headers: { "retry-after": retryAfter } },
});

Deno.test("findModel() follows a redirect of the list within the hub, and none that leads away", () => {
  const models: Record<string, ServedModel> = { ...served() };
  return withHub(models, async ({ find, hub }) => {
    const leading = (location: string): ServedModel => ({
      ...served()[ID]!,
      faults: [{ at: "list", answer: answerOf(307, "", { location }) }],
    });
    models["org/renamed"] = leading(`/api/models/${ID}/revision/main`);
    await find("org/renamed");
    const count = hub.requests.length;
    models["org/elsewhere"] = leading(`${hub.storage}/log-in`);
    await assert.rejects(find("org/elsewhere"), { kind: "not-a-hub" });
    assert.equal(hub.requests.length, count + 1);
    assert.equal(hub.requests[1]!.authorization, "Bearer hf_good");
  }, { token: "hf_good" });
});

testWithDisk("findModel() names the folder of a file for which there is no space", async (disk) => {
  await using hub = startHubServer(served());
  const places = {
    ...{ root: disk.folder, models: [] },
    hub: { endpoint: hub.endpoint, token: () => undefined, offline: false, cache: disk.folder },
  };
  await findModel(ID, places, { needs: { required: ["config.json"] } });
  await disk.fill();
  const folder = join(disk.folder, "data", "models", ID);
  await assert.rejects(findModel(ID, places, { needs: NEEDS }), {
    name: "UnwritableError",
    message: `Cannot write to ${folder}: no space is left on the disk`,
  });
  await disk.makeWritable();
  const { names } = await findModel(ID, places, { needs: NEEDS });
  assert.deepEqual(names, NEEDS.required);
});

Deno.test("findModel() gets a gated model with a token that has access", () =>
  withHub(served(FAULTS.gatedForToken), async ({ find, left }) => {
    await find();
    assert.deepEqual(Object.keys(await left()), ["config.json", "model.safetensors"]);
  }, { token: "hf_good" }));

Deno.test("findModel() goes on where an earlier search broke off", () =>
  withHub(
    served({ ...onWeights(FAULTS.cut), times: 4, ignoresRanges: true }),
    async ({ find, hub, left, fetched }) => {
      await assert.rejects(find(), { kind: "broken-off" });
      const count = hub.requests.length;
      assert.deepEqual(await left(), HALF);
      const model = await find();
      assert.deepEqual(
        await Deno.readFile(await model.file("model.safetensors")),
        FILES["model.safetensors"],
      );
      assert.deepEqual(
        hub.requests.slice(count).map(({ path, range }) => [shortened(path), range]),
        [
          ["list", undefined],
          ["model.safetensors", "bytes=130-"],
          ["model.safetensors", "bytes=130-"],
        ],
      );
      assert.equal(model.folder, fetched);
      assert.deepEqual(Object.keys(await left()), ["config.json", "model.safetensors"]);
    },
  ));

Deno.test("findModel() goes on where a search broke off, at a hub whose list holds no hashes", () => {
  const fault = { ...onWeights(FAULTS.cut), times: 4, ignoresRanges: true };
  const bare = { [ID]: { ...served(fault)[ID]!, listsContent: false } };
  return withHub(bare, async ({ find, hub, left }) => {
    await assert.rejects(find(), { kind: "broken-off" });
    assert.deepEqual(await left(), HALF);
    const count = hub.requests.length;
    await find();
    const stored = hub.requests.slice(count).filter(({ server }) => server === "storage");
    assert.deepEqual(stored.map(({ range }) => range), ["bytes=0-0", "bytes=130-"]);
    assert.deepEqual(await left(), { "config.json": 19, "model.safetensors": 260 });
  });
});

/** Sizes at which each half of what lacks comes, where the connection is cut in its middle. */
const CUTS: readonly (readonly [title: string, ignoresRanges: boolean, tries: number])[] = [
  ["tries that bring a megabyte more than those before", false, 5], // 2, 3, 3.5, 3.75, 3.875 MB
  ["tries that bring the same half anew", true, 4],
];

for (const [title, ignoresRanges, tries] of CUTS) {
  Deno.test(`findModel() counts ${title}`, () => {
    const files = { "model.safetensors": new Uint8Array(4_000_000) };
    const model = { revisions: { main: { commit: COMMIT, files } } };
    const faults = [{ ...FAULTS.cut, ignoresRanges }];
    return withHub({ [ID]: { ...model, faults } }, async ({ find, hub }) => {
      await assert.rejects(find(ID, { required: ["model.safetensors"] }), { kind: "broken-off" });
      assert.equal(hub.requests.filter(({ server }) => server === "storage").length, tries);
    });
  });
}

Deno.test("findModel() goes on with a shard that broke off", () => {
  const shard = "model-00001-of-00001.safetensors";
  const index = new TextEncoder().encode(JSON.stringify({ weight_map: { w: shard } }));
  const files = { "model.safetensors.index.json": index, [shard]: FILES["model.safetensors"] };
  const faults = [{ ...FAULTS.cut, file: shard, times: 4, ignoresRanges: true }];
  const model = { revisions: { main: { commit: COMMIT, files } }, faults };
  const needs = { required: ["model.safetensors.index.json"] };
  return withHub({ [ID]: model }, async ({ find, hub, left }) => {
    await assert.rejects(find(ID, needs), { kind: "broken-off" });
    assert.equal((await left())[`${shard}.<hash>.partial`], 130);
    await find(ID, needs);
    assert.equal(hub.requests.at(-1)?.range, "bytes=130-");
    assert.equal((await left())[shard], 260);
  });
});

Deno.test("findModel() sweeps what transfers of other content, and older ones, left", () =>
  withHub(served(), async ({ find, fetched, left }) => {
    await put(fetched, {
      "model.safetensors.12-0123abcd.partial": "half",
      "model.safetensors.fedcba9876543210.partial": "half",
      "pytorch_model.bin.fedcba9876543210.partial": "half",
      "onnx/model.onnx.partial": "half",
    });
    await find();
    assert.deepEqual(await left(), { "config.json": 19, "model.safetensors": 260 });
  }));

Deno.test("findModel() takes lengths and hashes from answers where the list has none", () => {
  const model = { revisions: { main: { commit: COMMIT, files: FILES } }, listsContent: false };
  const altering = { ...model, faults: [onWeights(FAULTS.altered)] };
  return withHub({ [ID]: model, "an-org/other": altering }, async ({ find, left }) => {
    await find();
    assert.deepEqual(await left(), { "config.json": 19, "model.safetensors": 260 });
    await assert.rejects(find("an-org/other", NEEDS), { kind: "altered" });
  });
});
