import assert from "assert";
import { conjugateGradients } from "lib/heads/_conjugate_gradients.ts";

const multiply = ([x, y]: Float64Array) => Float64Array.of(4 * x! + y!, x! + 3 * y!);

Deno.test("conjugateGradients() solves two equations in two steps", () => {
  const [x, y] = conjugateGradients({ multiply, b: Float64Array.of(1, 2) }, { maxSteps: 2 });
  assert.ok(Math.abs(x! - 1 / 11) < 1e-12 && Math.abs(y! - 7 / 11) < 1e-12, `${x}, ${y}`);
});

Deno.test("conjugateGradients() answers 0 to 0", () => {
  assert.deepEqual([...conjugateGradients({ multiply, b: new Float64Array(2) })], [0, 0]);
});

Deno.test("conjugateGradients() says how far it got when it does not converge", () => {
  assert.throws(
    () => conjugateGradients({ multiply, b: Float64Array.of(1, 2) }, { maxSteps: 1 }),
    {
      name: "RangeError",
      message: /expected a relative residual of 1e-8 within 1 steps, got 0\.\d+/,
    },
  );
});
