/** Whether this process is a notebook's kernel. */
export function isKernel(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch { // outside a kernel Deno refuses even to say
    return false;
  }
}

/**
 * Sends a message of Jupyter's protocol to whoever shows the notebook.
 *
 * @throws {Error} when this process is no kernel
 */
export async function publish(type: string, content: Record<string, unknown>): Promise<void> {
  await Deno.jupyter.broadcast(type, content);
}

/**
 * Shows a value that knows its MIME bundle.
 *
 * @throws {Error} when this process is no kernel
 */
export async function displayInKernel(item: object): Promise<void> {
  await Deno.jupyter.display(item);
}
