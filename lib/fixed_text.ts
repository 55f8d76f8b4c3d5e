/** A number with so many decimals, without a minus sign where it rounds to 0. */
export function fixedText(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^-(?=0(\.0+)?$)/, "");
}

/** A text that begins with a capital letter. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
