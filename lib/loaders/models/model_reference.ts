/** A model of the hub as it is named in a notebook's `config` or on a command line. */
export interface ModelReference {
  /** `organisation/name` */
  readonly id: string;
  /** The branch, tag or commit after an `@`, if one was named. */
  readonly revision?: string;
}

const ID = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;
const REVISION = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/**
 * Reads `organisation/name` or `organisation/name@revision`.
 *
 * @throws {RangeError} when it is neither
 * @example `parseModelReference("openai-community/gpt2@main").revision === "main"`
 */
export function parseModelReference(name: string): ModelReference {
  const [id = "", ...rest] = name.split("@");
  const [revision] = rest;
  if (ID.test(id) && rest.length < 2 && (revision === undefined || isRevision(revision))) {
    return { id, revision };
  }
  throw new RangeError(
    `Cannot look for a model: expected organisation/name as on huggingface.co, or ` +
      `organisation/name@revision, got ${JSON.stringify(name)}`,
  );
}

function isRevision(text: string): boolean {
  return REVISION.test(text) && !text.includes("..");
}

/** Whether a revision is a commit, which never changes, rather than a branch or a tag. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** What a model is called: `organisation/name`, and the revision that was asked for. */
export function nameOf({ id, revision }: ModelReference): string {
  return revision === undefined ? id : `${id}@${revision}`;
}

/** The folder of a model below one that holds models; a revision that was named has its own. */
export function folderOf(reference: ModelReference): string {
  return nameOf({ ...reference, revision: reference.revision?.replaceAll("/", "--") });
}
