/// <reference lib="dom" />

type Direction = "ascending" | "descending";

/** Lets each heading's button sort the table by its column, again the other way round. */
export function makeSortable(table: HTMLTableElement): void {
  const heads = [...table.tHead!.rows[0]!.cells];
  heads.forEach((head, column) => {
    head.querySelector("button")!.addEventListener("click", () => {
      const direction = head.ariaSort === "ascending" ? "descending" : "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.ariaSort = direction;
      sortRows(table.tBodies[0]!, { column, direction });
    });
  });
}

interface SortOrder {
  readonly column: number;
  readonly direction: Direction;
}

/** Numbers by value and texts as in a dictionary; rows without a value stay last either way. */
function sortRows(body: HTMLTableSectionElement, { column, direction }: SortOrder): void {
  const sign = direction === "ascending" ? 1 : -1;
  const valueOf = (row: HTMLTableRowElement) => row.cells[column]?.dataset.value;
  const compare = (a: HTMLTableRowElement, b: HTMLTableRowElement) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return sign * compareTexts(left, right);
  };
  body.append(...[...body.rows].sort(compare));
}

function compareTexts(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b, "en", { numeric: true }) : difference;
}

/** Shows the rows of the target that is picked. */
export function chooseTarget(inputs: NodeListOf<HTMLInputElement>): void {
  for (const input of inputs) {
    input.addEventListener("change", () => {
      for (const row of document.querySelectorAll<HTMLElement>("tr[data-target]")) {
        row.hidden = row.dataset.target !== input.value;
      }
    });
  }
}
