/** The names of the folders in a folder that match, in order; none where there is no such folder. */
export async function listFolders(folder: string, pattern = /^[^.]*$/): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  return entries.filter(({ isDirectory, name }) => isDirectory && pattern.test(name))
    .map(({ name }) => name).sort();
}
