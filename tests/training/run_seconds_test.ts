import assert from "assert";
import { join } from "node:path";
import { runSeconds } from "lib/training/run_seconds.ts";
import { inFolder } from "../_in_folder.ts";

/** An event file as TensorFlow's TFRecord format lays it out, checksums left 0. */
function eventFile(times: readonly number[]): Uint8Array {
  const records = times.map((time) => {
    const record = new Uint8Array(12 + 9 + 4);
    const view = new DataView(record.buffer);
    view.setBigUint64(0, 9n, true);
    view.setUint8(12, 0x09);
    view.setFloat64(13, time, true);
    return [...record];
  });
  return Uint8Array.from(records.flat());
}

async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>) {
  await Deno.mkdir(join(folder, "tensorboard"));
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(folder, "tensorboard", name), bytes);
  }
}

Deno.test("runSeconds() adds up the times of each start, not the pauses between them", () =>
  inFolder(async (folder) => {
    await writeFiles(folder, {
      "events.out.tfevents.1.host.1.0.v2": eventFile([1000, 1010.5, 1030]),
      "events.out.tfevents.2.host.1.0.v2": eventFile([9000, 9012]),
      "events.out.tfevents.3.host.1.0.v2": eventFile([9999]), // read again, nothing trained
      "notes.txt": new Uint8Array(20),
    });
    assert.equal(await runSeconds(folder), 42);
  }));

Deno.test("runSeconds() passes over a last event that was cut short", () =>
  inFolder(async (folder) => {
    const whole = eventFile([100, 130, 500]);
    await writeFiles(folder, { "events.out.tfevents.1": whole.subarray(0, whole.length - 1) });
    assert.equal(await runSeconds(folder), 30);
  }));

Deno.test("runSeconds() knows nothing of a run without event files", () =>
  inFolder(async (folder) => {
    assert.equal(await runSeconds(join(folder, "none")), undefined);
    await writeFiles(folder, {});
    assert.equal(await runSeconds(folder), undefined);
  }));

Deno.test("runSeconds() names a file that is no event file", () =>
  inFolder(async (folder) => {
    const bytes = eventFile([1]);
    bytes[12] = 0x0a;
    await writeFiles(folder, { "events.out.tfevents.1": bytes });
    const path = join(folder, "tensorboard", "events.out.tfevents.1");
    await assert.rejects(runSeconds(folder), {
      name: "SyntaxError",
      message: `Cannot read ${path}: expected an event with its time at byte 0, got another record`,
    });
  }));
