import { type Palette, PALETTES } from "lib/graphs/theme.ts";

const COLOURS = ["card", "ink", "muted", "line", "grid"] as const satisfies (keyof Palette)[];

/**
 * Writes the graphs' colours as CSS properties such as `--ink`, each in its light and its dark form,
 * of which the element's `color-scheme` chooses one.
 */
export function themeCss(): string {
  const { light, dark } = PALETTES;
  const pairs = COLOURS.map((name) => [name, light[name], dark[name]]);
  const roles = Object.keys(light.roles) as (keyof Palette["roles"])[];
  const all = [...pairs, ...roles.map((role) => [role, light.roles[role], dark.roles[role]])];
  const lines = all.map(([name, day, night]) => `--${name}: light-dark(${day}, ${night});`);
  return `:root { ${lines.join(" ")} }\n`;
}
