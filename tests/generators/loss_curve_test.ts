import assert from "assert";
import { parseLossCurve } from "lib/generators/_loss_curve.ts";

Deno.test("parseLossCurve() reads plain text and base64 alike, and prefers whole validations", () => {
  const csv = "step,train_loss,valid_loss,full_valid_loss\n1,2,3,\n2,1,2.5,2.25\n3,0.5,,\n";
  const curve = [
    { step: 1, trainingLoss: 2, validationLoss: 3 },
    { step: 2, trainingLoss: 1, validationLoss: 2.25 },
    { step: 3, trainingLoss: 0.5 },
  ];
  assert.deepEqual(parseLossCurve(csv), curve);
  assert.deepEqual(parseLossCurve(`${btoa(csv)}\n`), curve);
});

Deno.test("parseLossCurve() names the row that has no numbers", () => {
  for (const csv of ["step,train_loss\n1,2\n2,x\n", "step,train_loss\n1,2\n2,\n"]) {
    assert.throws(() => parseLossCurve(csv), {
      name: "SyntaxError",
      message: /^Cannot read a loss curve: expected numbers in step and train_loss of row 2, got /,
    });
  }
});
