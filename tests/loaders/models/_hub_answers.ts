import { createHash } from "node:crypto";

/** What a raw answer is made of. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Where in a hub's work something goes wrong. */
export type Place = "list" | "file" | "body";

/** Something that a hub does wrong. */
export interface Fault {
  /** The list of files, the answer about a file, or the body that it leads to. */
  readonly at: Place;
  /** Answered in place of what is right. */
  readonly answer?: Answer;
  /** What becomes of the connection or of the body. */
  readonly mishap?:
    | "hang" // nothing is answered
    | "no answer" // the connection ends instead
    | "stall" // half the body, and then nothing
    | "cut" // half the body, and the end of the connection
    | "length too long" // the whole body, announced as longer
    | "length too short" // half the body, announced as such
    | "no length" // half the body, ended by the end of the connection
    | "chunks end early" // half the body, ended as chunks end
    | "altered"; // a byte of the body is another
  /** Whether requests for a part are answered with the whole. @default false */
  readonly ignoresRanges?: boolean;
  /** A token with which nothing is wrong. */
  readonly unlessToken?: string;
  /** Files that it concerns. @default all */
  readonly file?: string;
  /** How often it happens. @default always */
  readonly times?: number;
}

const TEXT = new TextEncoder();

/** A short answer of text or JSON. */
export function answerOf(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const isText = typeof body === "string";
  return {
    status,
    headers: { "content-type": isText ? "text/plain" : "application/json", ...headers },
    body: TEXT.encode(isText ? body : JSON.stringify(body)),
  };
}

const page = (status: number) =>
  answerOf(status, `<html><body>${status}</body></html>`, { "content-type": "text/html" });

const coded = (status: number, code: string) =>
  answerOf(status, { error: code }, { "x-error-code": code });

/** What hubs, services behind them, and networks in front of them were seen to answer. */
export const FAULTS = {
  noRepository: { at: "list", answer: coded(401, "RepoNotFound") },
  noRepositoryForToken: { at: "list", answer: coded(404, "RepoNotFound") },
  noRevision: { at: "list", answer: coded(404, "RevisionNotFound") },
  gatedWithoutToken: { at: "file", answer: coded(401, "GatedRepo"), unlessToken: "hf_good" },
  gatedForToken: { at: "file", answer: coded(403, "GatedRepo"), unlessToken: "hf_good" },
  tokenRefused: {
    at: "list",
    answer: answerOf(401, { error: "Invalid credentials in Authorization header" }),
  },
  noFile: { at: "file", answer: coded(404, "EntryNotFound") },
  tooMany: { at: "list", answer: answerOf(429, "slow down", { "retry-after": "30" }) },
  internalError: { at: "list", answer: answerOf(500, { error: "Internal Error" }) },
  badGateway: { at: "list", answer: page(502) },
  unavailable: { at: "file", answer: answerOf(503, { error: "Service Unavailable" }) },
  storageUnavailable: { at: "body", answer: answerOf(503, "<Error>SlowDown</Error>") },
  signatureExpired: { at: "body", answer: answerOf(403, "<Error>AccessDenied</Error>") },
  notFoundPage: { at: "list", answer: page(404) },
  logInPage: { at: "list", answer: page(200) },
  logInPageForFiles: { at: "file", answer: page(200) },
  hang: { at: "list", mishap: "hang" },
  noAnswer: { at: "list", mishap: "no answer" },
  stall: { at: "body", mishap: "stall" },
  cut: { at: "body", mishap: "cut" },
  lengthTooLong: { at: "body", mishap: "length too long" },
  lengthTooShort: { at: "body", mishap: "length too short" },
  noLength: { at: "body", mishap: "no length" },
  chunksEndEarly: { at: "body", mishap: "chunks end early" },
  altered: { at: "body", mishap: "altered" },
} as const satisfies Readonly<Record<string, Fault>>;

/** SHA-256 in hex, by which the hub knows large files. */
export function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What git calls a content, by which the hub knows small files. */
export function gitSha1(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}
