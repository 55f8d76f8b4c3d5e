import assert from "assert";
import { join } from "node:path";
import { formatNotebook, readNotebook, writeNotebook } from "lib/notebooks/notebook_file.ts";
import { inTemporaryFolder, notebookOf } from "./_fixtures.ts";

Deno.test("formatNotebook() lays a notebook out as nbformat does", () => {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { viranova: { profile: "sample" }, kernelspec: { name: "deno" } },
    cells: [{
      source: "1;\n2;",
      cell_type: "code" as const,
      id: "a",
      metadata: {},
      execution_count: 1,
      outputs: [{
        output_type: "execute_result" as const,
        data: { "text/plain": "é\n", "application/json": { b: "1\n2", a: [] } },
        metadata: {},
        execution_count: 1,
      }],
    }],
  };
  // Equal to nbformat 5.11: writes(reads(text, 4)) + "\n" gives the same text back.
  const expected = `{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "a",
   "metadata": {},
   "outputs": [
    {
     "data": {
      "application/json": {
       "a": [],
       "b": "1\\n2"
      },
      "text/plain": [
       "é\\n"
      ]
     },
     "execution_count": 1,
     "metadata": {},
     "output_type": "execute_result"
    }
   ],
   "source": [
    "1;\\n",
    "2;"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "deno"
  },
  "viranova": {
   "profile": "sample"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
  assert.equal(formatNotebook(notebook), expected);
});

Deno.test("readNotebook() gives back what writeNotebook() wrote, unknown fields included", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "a.ipynb");
    const [title, ...code] = notebookOf("1;\n2;\n", "").cells;
    const notebook = { ...notebookOf(), cells: [{ ...title!, attachments: { a: 1 } }, ...code] };
    await writeNotebook(path, notebook);
    assert.deepEqual(await readNotebook(path), notebook);
  });
});

Deno.test("readNotebook() says which file and cell are no notebook's", async () => {
  const cases: [string, RegExp][] = [
    ["{", /Cannot read the notebook .*a\.ipynb: .*JSON/],
    ["[]", /expected an object with nbformat 4 and a list of cells/],
    ['{"nbformat": 3, "cells": []}', /expected an object with nbformat 4/],
    ['{"nbformat": 4, "cells": []}', /expected a numeric nbformat_minor/],
    [cellFile('{"cell_type": "heading"}'), /cell 1: expected an object with cell_type/],
    [cellFile('{"cell_type": "raw", "source": 3}'), /cell 1: expected a text or a list of lines/],
    [cellFile('{"cell_type": "code", "source": ""}'), /cell 1: expected a list of outputs/],
    [
      cellFile('{"cell_type": "code", "source": "", "outputs": [{"output_type": "zoo"}]}'),
      /cell 1: expected an output of nbformat 4, got \{"output_type":"zoo"\}/,
    ],
  ];
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "a.ipynb");
    for (const [text, message] of cases) {
      await Deno.writeTextFile(path, text);
      await assert.rejects(readNotebook(path), { name: "SyntaxError", message });
    }
  });
});

function cellFile(cell: string): string {
  return `{"nbformat": 4, "nbformat_minor": 5, "cells": [${cell}]}`;
}
