import type { Finding } from "lib/scoring/answer.ts";

/** What stands above a finding's neighbours: by what they are alike. */
export function similarTitle({ basis }: Pick<Finding, "basis">): string {
  return basis.includes("words")
    ? "Most similar known videos, by their words"
    : "Most similar known videos, by their looks and sound";
}
