/** A number with so many decimals, without a minus sign where it rounds to 0. */
export function fixedText(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^-(?=0(\.0+)?$)/, "");
}
