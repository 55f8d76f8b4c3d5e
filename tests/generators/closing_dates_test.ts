import assert from "assert";
import { closingNotice } from "lib/generators/closing_dates.ts";

const OPENAI = "https://api.openai.com/v1";

Deno.test("closingNotice() names OpenAI's dates and the days left", () => {
  const notice = closingNotice(OPENAI, new Date("2026-11-28T15:00:00Z"));
  for (const date of ["2026-05-07", "2026-07-02", "2027-01-06", "2027-01-14"]) {
    assert.ok(notice!.includes(date), date);
  }
  assert.match(notice!, /in 39 days/); // 2 of November, 31 of December, 6 of January
  assert.match(closingNotice(OPENAI, new Date("2027-01-05T23:59:59Z"))!, /in 1 day,/);
});

Deno.test("closingNotice() refuses from 2027-01-06 on at OpenAI's addresses only", () => {
  const day = new Date("2027-01-06T00:00:00Z");
  for (const address of [OPENAI, "https://eu.api.openai.com/v1"]) {
    assert.throws(() => closingNotice(address, day), {
      name: "FineTuningError",
      message:
        /^OpenAI takes no fine-tuning job since 2027-01-06, so nothing was sent\.\nFine-tune/,
    });
  }
  const others = ["http://127.0.0.1:8000/v1", "https://acme.openai.azure.com/openai/v1"];
  for (const address of [...others, "https://api.openai.com.example.org/v1"]) {
    assert.equal(closingNotice(address, day), undefined);
  }
});
