/// <reference lib="dom" />

/** Which of the two palettes is shown. */
export type SchemeName = "light" | "dark";

/**
 * Shows the colours that the system prefers until the button is pressed, which then decides.
 *
 * @param onChange called now and whenever the colours change
 */
export function followScheme(
  button: HTMLButtonElement,
  onChange: (scheme: SchemeName) => void,
): void {
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  let chosen: SchemeName | undefined;
  const current = (): SchemeName => chosen ?? (prefersDark.matches ? "dark" : "light");
  const show = () => {
    const scheme = current();
    document.documentElement.style.colorScheme = scheme;
    button.setAttribute("aria-pressed", String(scheme === "dark"));
    onChange(scheme);
  };
  button.addEventListener("click", () => {
    chosen = current() === "dark" ? "light" : "dark";
    show();
  });
  prefersDark.addEventListener("change", () => {
    if (chosen === undefined) show();
  });
  show();
}
