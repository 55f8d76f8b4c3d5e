/// <reference lib="dom" />
import { drawWhenSeen } from "lib/report/client/drawings.ts";
import { chooseTarget, makeSortable } from "lib/report/client/leaderboard.ts";
import { followScheme } from "lib/report/client/scheme.ts";

const scroll = makeScrollable(document.querySelectorAll<HTMLElement>(".scroll"));
const drawings = drawWhenSeen(document.querySelectorAll<HTMLElement>("figure"), {
  onDrawn: scroll.update,
});
followScheme(document.querySelector<HTMLButtonElement>("#scheme")!, drawings.draw);
document.querySelectorAll<HTMLTableElement>("table.sortable").forEach(makeSortable);
chooseTarget(document.querySelectorAll<HTMLInputElement>("input[name=target]"));

/** Boxes whose content may be wider than the screen. */
interface ScrollBoxes {
  /** Looks again which of them are wider. */
  update(): void;
}

/** Lets the keyboard reach, and a screen reader name, each box that has something to scroll. */
function makeScrollable(boxes: NodeListOf<HTMLElement>): ScrollBoxes {
  const update = () => boxes.forEach(updateBox);
  addEventListener("resize", update);
  update();
  return { update };
}

function updateBox(box: HTMLElement): void {
  const isWider = box.scrollWidth > box.clientWidth;
  box.classList.toggle("wider", isWider);
  if (isWider) {
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `${box.dataset.label}, scrolls sideways`);
  } else {
    box.removeAttribute("tabindex");
    box.removeAttribute("role");
    box.removeAttribute("aria-label");
  }
}
