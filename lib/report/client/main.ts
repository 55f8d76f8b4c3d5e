/// <reference lib="dom" />
import { followScheme } from "lib/report/client/scheme.ts";
import { drawWhenSeen } from "lib/report/client/drawings.ts";
import { makeScrollable } from "lib/report/client/scroll_boxes.ts";
import { chooseTarget, makeSortable } from "lib/report/client/leaderboard.ts";

const scroll = makeScrollable(document.querySelectorAll<HTMLElement>(".scroll"));
const drawings = drawWhenSeen(document.querySelectorAll<HTMLElement>("figure"), {
  onDrawn: scroll.update,
});
followScheme(document.querySelector<HTMLButtonElement>("#scheme")!, drawings.draw);
document.querySelectorAll<HTMLTableElement>("table.sortable").forEach(makeSortable);
chooseTarget(document.querySelectorAll<HTMLInputElement>("input[name=target]"));
