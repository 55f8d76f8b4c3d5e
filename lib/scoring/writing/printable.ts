/**
 * Makes text from a file harmless on a terminal: control characters, which could move the cursor or
 * change colours, and marks that turn the direction of writing become `�`.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "�")
    .toWellFormed();
}
