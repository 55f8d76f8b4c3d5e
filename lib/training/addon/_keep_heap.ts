const M_TRIM_THRESHOLD = -1;
const M_TOP_PAD = -2;
const M_MMAP_MAX = -4;
const M_ARENA_MAX = -8;

/**
 * Tells glibc's allocator to keep freed memory instead of giving it back to the kernel at once.
 *
 * A training step frees and allocates hundreds of large tensors; each that is mapped anew costs a
 * page fault and the zeroing of every page, half of a step's time. Does nothing where the C library
 * is not glibc. Numbers: glibc's `malloc.h`.
 */
export function keepHeap(): void {
  if (Deno.build.os !== "linux" || !Deno.build.target.endsWith("gnu")) return;
  const libc = Deno.dlopen("libc.so.6", {
    mallopt: { parameters: ["i32", "i32"], result: "i32" },
  });
  libc.symbols.mallopt(M_MMAP_MAX, 0);
  libc.symbols.mallopt(M_TRIM_THRESHOLD, 2 ** 31 - 1);
  libc.symbols.mallopt(M_TOP_PAD, 2 ** 28);
  libc.symbols.mallopt(M_ARENA_MAX, 1);
  libc.close();
}
