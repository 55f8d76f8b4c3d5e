/** A graphics processor that WebGPU reaches. */
export interface WebGpuAdapter {
  readonly description: string;
  /** Whether it only imitates one on the processor. */
  readonly software: boolean;
}

const ASK = `
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  const { description, isFallbackAdapter } = adapter?.info ?? {};
  console.log(JSON.stringify(adapter ? { description, software: isFallbackAdapter } : null));
`;

/**
 * Asks for a WebGPU adapter in a process of its own: Mesa's drivers bring an LLVM that must not meet
 * the one inside TensorFlow's library in this process.
 */
export async function findWebGpuAdapter(): Promise<WebGpuAdapter | undefined> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--unstable-webgpu", ASK],
    stdin: "null",
    stderr: "null", // a driver that fails says so there; it is no adapter then
  }).output();
  if (!success) return undefined;
  return JSON.parse(new TextDecoder().decode(stdout)) ?? undefined;
}
