/** Writes JSON that cannot end or disturb the `<script>` element it stands in. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
