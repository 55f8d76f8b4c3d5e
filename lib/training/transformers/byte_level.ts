/**
 * The printable character that stands for each byte in a byte-level vocabulary, such as `Ġ` for the
 * space: printable Latin-1 stands for itself, the rest is moved up from U+0100 in order (GPT-2's
 * `bytes_to_unicode`).
 */
export const BYTE_SYMBOLS: readonly string[] = byteSymbols();

const BYTE_OF: ReadonlyMap<string, number> = new Map(
  BYTE_SYMBOLS.map((symbol, byte) => [symbol, byte]),
);

/** Spells a text's UTF-8 bytes in symbols. */
export function toSymbols(text: string): string[] {
  return Array.from(new TextEncoder().encode(text), (byte) => BYTE_SYMBOLS[byte]!);
}

/**
 * The text that symbols spell; parts of a character that is cut become U+FFFD, and a symbol that
 * stands for no byte, as in special tokens, stays.
 */
export function fromSymbols(symbols: string): string {
  const characters = [...symbols];
  if (!characters.every((character) => BYTE_OF.has(character))) return symbols;
  return new TextDecoder().decode(Uint8Array.from(characters, (c) => BYTE_OF.get(c)!));
}

function byteSymbols(): string[] {
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = byte > 0x20 && byte < 0x7f || byte > 0xa0 && byte !== 0xad;
    return String.fromCodePoint(printable ? byte : 0x100 + moved++);
  });
}
