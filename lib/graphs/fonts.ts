import { fileURLToPath } from "node:url";
import opentype from "opentype.js";

/**
 * What an SVG asks for: the bundled Inter where a reader has it, else the system's own sans serif.
 * The others are about as wide or narrower, so that nothing laid out for Inter is clipped.
 */
export const FONT_FAMILY = "Inter, system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/** The bundled family's name, the only one a PNG is drawn with. */
export const BUNDLED_FAMILY = "Inter";

/** Paths of the bundled TrueType files, regular and semi-bold. */
export const FONT_FILES: readonly [string, string] = [
  "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
  "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
].map((file) => fileURLToPath(import.meta.resolve(file))) as [string, string];

/** How a text is set. */
export interface TextStyle {
  /** In pixels. */
  readonly fontSize: number;
  /** CSS weight; 600 and more is semi-bold. @default 400 */
  readonly fontWeight?: number;
}

const [regular, semiBold] = FONT_FILES.map((path) =>
  opentype.parse(Deno.readFileSync(path).buffer)
);

/** The width in pixels of a line of text in the bundled font, without kerning. */
export function textWidth(text: string, { fontSize, fontWeight = 400 }: TextStyle): number {
  const font = (fontWeight >= 600 ? semiBold : regular)!;
  const units = [...text].reduce((sum, c) => sum + (font.charToGlyph(c).advanceWidth ?? 0), 0);
  return units / font.unitsPerEm * fontSize;
}
