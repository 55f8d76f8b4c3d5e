/** What may become of a file, by how; each is no longer what was written. */
export function damagesOf(whole: Uint8Array): Record<string, Uint8Array> {
  const middle = whole.length >> 1;
  return {
    half: whole.subarray(0, middle),
    empty: new Uint8Array(),
    altered: whole.with(middle, whole[middle]! ^ 1),
    "of another format": new TextEncoder().encode("<!doctype html><p>Gateway timeout"),
  };
}
