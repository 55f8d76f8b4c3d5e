import assert from "assert";
import { join } from "node:path";
import { openSafetensors, writeSafetensors } from "lib/storage/safetensors.ts";
import { inFolder } from "../_in_folder.ts";

Deno.test("openSafetensors() tells files of ours from those without a digest", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    await writeSafetensors(path, new Map([["a", { shape: [1], data: Float32Array.of(1) }]]));
    assert.equal((await openSafetensors(path)).sealed, true);
    const header = new TextEncoder().encode(
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
    );
    const bytes = new Uint8Array(8 + header.length + 4);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(header, 8);
    await Deno.writeFile(path, bytes);
    assert.equal((await openSafetensors(path)).sealed, false);
  }));
