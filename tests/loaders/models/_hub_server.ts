import { type Answer, answerOf, type Fault, gitSha1, type Place, sha256 } from "./_hub_answers.ts";
import { type RawReply, type RawRequest, startRawServer } from "./_raw_server.ts";

/** A model's files at one commit, by name. */
export interface ServedRevision {
  readonly commit: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** What a hub has of one model. */
export interface ServedModel {
  /** By branch or tag; `main` is what is asked for unless another is named. */
  readonly revisions: Readonly<Record<string, ServedRevision>>;
  /** What goes wrong with it; of several that fit a request, the first happens. */
  readonly faults?: readonly Fault[];
  /** Whether the list holds sizes and hashes, as huggingface.co's does. @default true */
  readonly listsContent?: boolean;
}

/** A request that reached the hub, or the storage service that it redirects to. */
export interface HubRequest {
  readonly server: "hub" | "storage";
  /** Address without the origin and the query. */
  readonly path: string;
  readonly authorization?: string;
  readonly range?: string;
  readonly accept?: string;
}

/** A hub on two ports of this machine, and what it was asked. */
export interface HubServer extends AsyncDisposable {
  /** To be used as HF_ENDPOINT. */
  readonly endpoint: string;
  /** Origin of the storage service. */
  readonly storage: string;
  readonly requests: HubRequest[];
  /** Comes about when a connection is left stuck that no earlier call has told of. */
  stuck(): Promise<void>;
}

/** Files that a hub keeps in its storage service, whose redirect leads to the other port. */
const STORED = /\.(onnx|onnx_data|safetensors|bin)$/;

/**
 * Starts a hub that answers as huggingface.co: a list of files with sizes and hashes, small files after
 * a redirect to its cache (307), large ones from a storage service of another origin (302), parts by
 * Range, errors with the hub's own codes.
 *
 * @param models by `organisation/name`
 */
export function startHubServer(models: Readonly<Record<string, ServedModel>>): HubServer {
  const requests: HubRequest[] = [];
  const happened = new Map<Fault, number>();
  const waiting: (() => void)[] = [];
  let untold = 0;
  const onStuck = () => {
    untold++;
    tell();
  };
  const tell = () => {
    if (untold === 0 || waiting.length === 0) return;
    untold--;
    waiting.splice(0).forEach((resolve) => resolve());
  };
  const note = (server: HubRequest["server"], { url, headers }: RawRequest) => {
    requests.push({
      server,
      path: decodeURIComponent(url.pathname),
      authorization: headers.get("authorization") ?? undefined,
      range: headers.get("range") ?? undefined,
      accept: headers.get("accept") ?? undefined,
    });
  };
  const faultAt = (at: Place, file: string, { model, headers }: {
    readonly model: ServedModel;
    readonly headers: Headers;
  }) => {
    const fault = model.faults?.find((fault) =>
      fault.at === at && (fault.file ?? file) === file &&
      (happened.get(fault) ?? 0) < (fault.times ?? Infinity) &&
      (!fault.unlessToken || headers.get("authorization") !== `Bearer ${fault.unlessToken}`)
    );
    if (fault) happened.set(fault, (happened.get(fault) ?? 0) + 1);
    return fault;
  };
  const body = (path: string, request: RawRequest): RawReply => {
    const found = locate(models, path);
    if (!found) return answerOf(403, "<Error>AccessDenied</Error>");
    const { model, content, file } = found;
    const fault = faultAt("body", file, { model, headers: request.headers });
    const right = partOf(content, fault?.ignoresRanges ? undefined : request.headers.get("range"));
    return { ...fault?.answer ?? right, mishap: fault?.mishap };
  };
  const storage = startRawServer((request) => {
    note("storage", request);
    return body(decodeURIComponent(request.url.pathname).slice("/stored/".length), request);
  }, onStuck);
  const hub = startRawServer((request) => {
    note("hub", request);
    const { headers } = request;
    const path = decodeURIComponent(request.url.pathname).slice(1);
    const cached = /^api\/resolve-cache\/models\/(.*)$/.exec(path)?.[1];
    if (cached !== undefined) return withFacts(body(cached, request), locate(models, cached));
    const listed = /^api\/models\/([^/]+\/[^/]+)\/revision\/(.+)$/.exec(path);
    if (listed) {
      const model = models[listed[1]!];
      const fault = model && faultAt("list", "", { model, headers });
      return { ...fault?.answer ?? listOf(model, listed[2]!), mishap: fault?.mishap };
    }
    const found = locate(models, path.replace("/resolve/", "/"));
    const [id = ""] = /^[^/]+\/[^/]+/.exec(path) ?? [];
    const model = models[id];
    const file = found?.file ?? "";
    const fault = model && faultAt("file", file, { model, headers });
    const right = found ? redirect(found, storage.origin) : answerOf(404, "Entry not found", {
      "x-error-code": model ? "EntryNotFound" : "RepoNotFound",
    });
    return { ...fault?.answer ?? right, mishap: fault?.mishap };
  }, onStuck);
  return {
    ...{ endpoint: hub.origin, storage: storage.origin },
    requests,
    stuck: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        tell();
      }),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
    },
  };
}

/** A file that was asked for. */
interface Located {
  readonly id: string;
  readonly model: ServedModel;
  readonly commit: string;
  readonly file: string;
  readonly content: Uint8Array;
}

/** Finds `organisation/name/<revision>/<file>`. */
function locate(models: Readonly<Record<string, ServedModel>>, path: string): Located | undefined {
  const [organisation, name, revision = "", ...rest] = path.split("/");
  const id = `${organisation}/${name}`;
  const model = models[id];
  const served = model && revisionOf(model, revision);
  const file = rest.join("/");
  const content = served?.files[file];
  return model && served && content && { id, model, commit: served.commit, file, content };
}

function revisionOf({ revisions }: ServedModel, name: string): ServedRevision | undefined {
  return revisions[name] ?? Object.values(revisions).find(({ commit }) => commit === name);
}

function listOf(model: ServedModel | undefined, revision: string): Answer {
  if (!model) return answerOf(401, { error: "x" }, { "x-error-code": "RepoNotFound" });
  const served = revisionOf(model, revision);
  if (!served) return answerOf(404, { error: "x" }, { "x-error-code": "RevisionNotFound" });
  const siblings = Object.entries(served.files).map(([rfilename, content]) => {
    if (model.listsContent === false) return { rfilename };
    const size = content.length;
    const blobId = gitSha1(content); // of a stored file git has a pointer, and another hash
    if (!STORED.test(rfilename)) return { rfilename, size, blobId };
    const lfs = { sha256: sha256(content), size, pointerSize: 134 };
    return { rfilename, size, blobId: "0".repeat(40), lfs };
  });
  return answerOf(200, { sha: served.commit, siblings });
}

/** Where a file lies: in the hub's own cache, or in the storage service. */
function redirect({ id, commit, file, content }: Located, storage: string): Answer {
  const headers = { "x-repo-commit": commit, "x-linked-size": String(content.length) };
  const path = `${id}/${commit}/${file}`;
  if (!STORED.test(file)) {
    return answerOf(307, "Temporary Redirect", {
      ...{ ...headers, etag: `"${gitSha1(content)}"` },
      location: `/api/resolve-cache/models/${path}`,
    });
  }
  const hash = sha256(content);
  return answerOf(302, "Found", {
    ...{ ...headers, etag: `"${hash}"`, "x-linked-etag": `"${hash}"` },
    location: `${storage}/stored/${path}?X-Amz-Signature=secret`,
  });
}

function withFacts(reply: RawReply, found: Located | undefined): RawReply {
  if (!found || reply.status > 299) return reply;
  const facts = { etag: `"${gitSha1(found.content)}"`, "x-repo-commit": found.commit };
  return { ...reply, headers: { ...reply.headers, ...facts } };
}

/** A content, or the part of it that a Range asks for. */
function partOf(content: Uint8Array, range: string | null | undefined): Answer {
  const headers = { "content-type": "application/octet-stream" };
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === undefined) return { status: 200, headers, body: content };
  const start = Number(first);
  if (start >= content.length) return answerOf(416, "Range Not Satisfiable");
  const body = content.subarray(start, last ? Number(last) + 1 : undefined);
  const end = start + body.length - 1;
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${start}-${end}/${content.length}` },
    body,
  };
}
