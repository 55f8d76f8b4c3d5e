import type { ChatCostEstimate } from "lib/generators/estimate_chat_cost.ts";
import type { Spending } from "lib/generators/spending.ts";

/**
 * Says before the first call how many videos, answers, models and dollars there are.
 *
 * @param models what asking each of them would cost, by name
 */
export function describeChatCost(
  models: Readonly<Record<string, ChatCostEstimate>>,
  spending: Pick<Spending, "limitDollars" | "spentDollars">,
): string {
  const estimates = Object.values(models);
  const sum = (value: (it: ChatCostEstimate) => number) =>
    estimates.reduce((total, it) => total + value(it), 0);
  const [videos, samples, kept] = [
    Math.max(...estimates.map((it) => it.videos)),
    sum((it) => it.samples),
    sum((it) => it.kept),
  ];
  const left = Math.max(0, spending.limitDollars - spending.spentDollars());
  return `${counted(videos, "video")}, ${counted(estimates.length, "model")} ` +
    `(${Object.keys(models).join(", ")}): ${
      counted(samples, "answer")
    }, ${kept} of them kept from ` +
    `before; at most ${counted(sum((it) => it.calls), "call")} and ` +
    `$${sum((it) => it.dollars).toFixed(4)}, second tries included; $${left.toFixed(4)} of the ` +
    `limit of $${spending.limitDollars} are left`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
