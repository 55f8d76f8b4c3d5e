import assert from "assert";
import fc from "fast-check";
import { modelCodec, type TensorMessage } from "lib/encoders/onnx/_onnx_messages.ts";
import { exposeTensor, readOnnxGraph } from "lib/encoders/onnx/_onnx_graph.ts";
import { quantiseOnnx, QUANTISER_VERSION } from "lib/encoders/onnx/quantise_onnx.ts";
import { createGenerator } from "lib/random.ts";
import { digestOfBytes } from "lib/storage/digest.ts";
import { constant, productModel, runModel, tinyModel } from "./_onnx_models.ts";

const product = (input: string, weight: string, output: string) => ({
  opType: "MatMul",
  input: [input, weight],
  output: [output],
});

function near(actual: number, expected: number, tolerance = 1e-5): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `expected ${expected}, got ${actual}`);
}

Deno.test("quantiseOnnx() rounds columns to 1/127 of their largest value, rows to 1/255 of their range", async () => {
  // column [2, 1]: scale 2/127, V = [127, round(63.5) = 64]; row [3, -1]: min -1, step 4/255,
  // q = [255, 0]; y = 4/255 * 2/127 * 255 * 127 - 2/127 * 191 = 8 - 382/127
  const model = quantiseOnnx(productModel([2, 1], [2, 1]));
  const [y] = await runModel(model, [1, 2], [3, -1]);
  near(y!, 8 - 382 / 127);
});

/** Half a step of every rounded number: `step/2 Σ |V| scale + scale/2 Σ |x|`, and f32's own error. */
function errorBound(row: readonly number[], column: readonly number[]): number {
  const scale = Math.max(...column.map(Math.abs)) / 127 || 1;
  const step = (Math.max(...row) - Math.min(...row)) / 255;
  const weights = column.reduce((sum, w) => sum + Math.abs(Math.round(w / scale)) * scale, 0);
  const inputs = row.reduce((sum, x) => sum + Math.abs(x), 0);
  return step / 2 * weights + scale / 2 * inputs + 1e-4 * (1 + inputs);
}

for (const opset of [11, 17, 18]) {
  Deno.test(`quantiseOnnx() stays within half a step of each factor, operator set ${opset}`, async () => {
    const shape = fc.record({
      rows: fc.integer({ min: 1, max: 5 }),
      k: fc.integer({ min: 1, max: 70 }),
      n: fc.integer({ min: 1, max: 37 }),
      seed: fc.integer({ min: 0, max: 1e6 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ rows, k, n, seed }) => {
        const generator = createGenerator(seed);
        const draw = (size: number, scale = 1) =>
          Array.from({ length: size }, () => Math.fround(generator.normal() * scale));
        const [weights, x] = [draw(k * n, 0.1), draw(rows * k)];
        const y = await runModel(
          quantiseOnnx(productModel([k, n], weights, opset)),
          [1, rows, k],
          x,
        );
        assert.equal(y.length, rows * n);
        for (let i = 0; i < y.length; i++) {
          const start = Math.floor(i / n) * k;
          const row = x.slice(start, start + k);
          const column = row.map((_, j) => weights[j * n + i % n]!);
          const exact = row.reduce((sum, value, j) => sum + value * column[j]!, 0);
          near(y[i]!, exact, errorBound(row, column));
        }
      }),
      { numRuns: 12, seed: 1 },
    );
  });
}

Deno.test("quantiseOnnx() gives a row the same bits beside rows a million times larger", async () => {
  const model = quantiseOnnx(productModel([3, 2], [0.3, -0.2, 0.1, 0.7, -0.5, 0.4]));
  const alone = await runModel(model, [1, 1, 3], [0.1, -0.2, 0.3]);
  const beside = await runModel(model, [1, 3, 3], [1e6, -9e5, 3, 0.1, -0.2, 0.3, 0, 7e5, 1e6]);
  assert.deepEqual(beside.slice(2, 4), alone);
});

Deno.test("quantiseOnnx() takes rows of equal numbers, zeros and columns of zeros", async () => {
  const model = quantiseOnnx(productModel([2, 2], [1, 0, -0.25, 0]));
  const y = await runModel(model, [3, 2], [5, 5, 0, 0, 1e-20, 1e-20]);
  near(y[0]!, 5 * (127 - 32) / 127); // round(-0.25 * 127) = -32
  assert.deepEqual([y[1], y[2], y[3], y[5]], [0, 0, 0, 0]);
});

Deno.test("quantiseOnnx() lets the largest sums of products not overflow", async () => {
  const k = 65; // a zero and 64 times 255, each times 127
  const model = quantiseOnnx(productModel([k, 1], new Float32Array(k).fill(127)));
  const x = Array.from({ length: k }, (_, i) => i === 0 ? 0 : 255);
  assert.deepEqual(await runModel(model, [1, k], x), [64 * 255 * 127]);
});

Deno.test("quantiseOnnx() rounds an activation once for all its products", async () => {
  const node = [
    product("x", "w", "a"),
    product("x", "v", "b"),
    { opType: "Add", input: ["a", "b"], output: ["y"] },
  ];
  const initializer = [constant("w", [2, 1], [127, 0]), constant("v", [2, 1], [0, 127])];
  const model = quantiseOnnx(tinyModel({ node, initializer }));
  const operations = readOnnxGraph(model).nodes.map(({ opType }) => opType);
  assert.equal(operations.filter((type) => type === "QuantizeLinear").length, 1);
  assert.equal(operations.filter((type) => type === "MatMulIntegerToFloat").length, 2);
  assert.deepEqual(await runModel(model, [1, 2], [0, 255]), [255 * 127]);
});

Deno.test("quantiseOnnx() leaves what is no product with a constant matrix as it is", () => {
  const others = [
    { opType: "Transpose", input: ["x"], output: ["xT"] },
    product("xT", "x", "square"),
    { opType: "Gemm", input: ["square", "w", "bias"], output: ["gemm"] },
    product("gemm", "stack", "stacked"),
  ];
  const initializer = [
    constant("w", [2, 2], [1, 2, 3, 4]),
    constant("bias", [2], [5, 6]),
    constant("stack", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
  ];
  const node = [...others, product("stacked", "w", "y")];
  const { graph } = modelCodec.decode(quantiseOnnx(tinyModel({ node, initializer })));
  assert.deepEqual(
    graph!.node!.slice(0, others.length).map(({ opType, input, output }) => ({
      opType,
      input,
      output,
    })),
    others,
  );
  const names = graph!.initializer!.map(({ name }) => name); // w is kept for Gemm
  assert.deepEqual(names.filter((name) => !name!.includes("int8")), ["w", "bias", "stack"]);
});

Deno.test("quantiseOnnx() drops the matrix it has replaced and keeps the model's signature", () => {
  const model = quantiseOnnx(productModel([2, 1], [1, 2]));
  const { irVersion, opsetImport, graph } = modelCodec.decode(model);
  assert.equal(irVersion, 8);
  assert.deepEqual(opsetImport!.map(({ domain = "", version }) => [domain, version]), [
    ["", 17],
    ["com.microsoft", 1],
  ]);
  assert.deepEqual([graph!.input![0]!.name, graph!.output![0]!.name], ["x", "y"]);
  assert.ok(!graph!.initializer!.some(({ name }) => name === "w"));
});

Deno.test("quantiseOnnx() reads a model to which exposeTensor() added an output", async () => {
  const node = [product("x", "w", "a"), { opType: "Neg", input: ["a"], output: ["y"] }];
  const initializer = [constant("w", [1, 1], [127])];
  const model = quantiseOnnx(exposeTensor(tinyModel({ node, initializer }), "a"));
  assert.deepEqual(readOnnxGraph(model).outputs, ["y", "a"]);
  assert.deepEqual(await runModel(model, [1, 1], [2]), [-254]);
});

Deno.test("quantiseOnnx() names the matrix it cannot quantise", () => {
  const matrix = (changes: Partial<TensorMessage>) =>
    tinyModel({
      node: [product("x", "w", "y")],
      initializer: [{ ...constant("w", [1, 2], [1, 2]), ...changes }],
    });
  const cases: [Partial<TensorMessage>, string, RegExp][] = [
    [
      { dataType: 10 },
      "TypeError",
      /matrix w: expected float32 inside the model, got data type 10/,
    ],
    [{ dataLocation: 1 }, "TypeError", /matrix w: .* got numbers in another file$/],
    [{ dims: [2, 2] }, "SyntaxError", /matrix w: expected \[2, 2\], got 2 numbers$/],
    [constant("w", [1, 2], [1, NaN]), "TypeError", /matrix w: it holds NaN or infinity$/],
    [constant("w", [1, 2], [1, Infinity]), "TypeError", /matrix w: it holds NaN or infinity$/],
  ];
  for (const [changes, name, message] of cases) {
    assert.throws(() => quantiseOnnx(matrix(changes)), { name, message });
  }
});

Deno.test("quantiseOnnx() reads numbers stored as float_data", async () => {
  const initializer = [{ name: "w", dims: [1, 1], dataType: 1, floatData: [127] }];
  const model = quantiseOnnx(tinyModel({ node: [product("x", "w", "y")], initializer }));
  assert.deepEqual(await runModel(model, [1, 1], [3]), [381]);
});

Deno.test("quantiseOnnx() says what it expected of a model", () => {
  const node = [{ opType: "Neg", input: ["x"], output: ["y"] }];
  assert.throws(() => quantiseOnnx(tinyModel({ node, initializer: [] })), {
    name: "TypeError",
    message: "Cannot quantise an ONNX model: it multiplies by no constant matrix",
  });
  assert.throws(() => quantiseOnnx(productModel([1, 1], [1], 10)), {
    name: "TypeError",
    message: "Cannot quantise an ONNX model: expected operator set 11 or later, got 10",
  });
  assert.throws(() => quantiseOnnx(new TextEncoder().encode("not a model")), {
    name: "SyntaxError",
    message: "Cannot quantise an ONNX model: the bytes are no protobuf",
  });
});

Deno.test("quantiseOnnx() has another version when its bytes are others", () => {
  const { normal } = createGenerator(7);
  const model = productModel([40, 30], Array.from({ length: 1200 }, normal));
  assert.deepEqual(
    { version: QUANTISER_VERSION, bytes: digestOfBytes(quantiseOnnx(model)) },
    {
      version: 1,
      bytes: "b3a1eaea2d1cac678c3e729a75d71effd1349d0c88b6b7b238872e804e37fcae",
    },
    "kept files are told apart by the version: count it up in quantise_onnx.ts, and note both here",
  );
});
