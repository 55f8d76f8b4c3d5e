import assert from "assert";
import fc from "fast-check";
import { parsePythonLiteral } from "lib/loaders/captions/python_literal.ts";

Deno.test("parsePythonLiteral() reads what repr writes", () => {
  const literal = "[{'utf8': \"it's\", 'n': -1.5e-07, 'ok': True}, (1,), (), None, nan, False]";
  assert.deepEqual(parsePythonLiteral(literal), [
    { utf8: "it's", n: -1.5e-7, ok: true },
    [1],
    [],
    null,
    null,
    false,
  ]);
});

Deno.test("parsePythonLiteral() keeps quotes of the other kind and resolves escapes", () => {
  const cases: [literal: string, value: string][] = [
    [`'say "hi"'`, 'say "hi"'],
    [`'it\\'s "so"'`, `it's "so"`],
    [`'True, None: [x]'`, "True, None: [x]"],
    [`'a\\nb\\tc\\\\d'`, "a\nb\tc\\d"],
    [`'\\xe9\\u20ac\\U0001f600\\101'`, "é€😀A"],
    [`'\\d \\ \\q'`, "\\d \\ \\q"], // unknown escapes stay, as in Python
    [`u'old'`, "old"],
    [`'\u2028"'`, '\u2028"'],
  ];
  for (const [literal, value] of cases) assert.equal(parsePythonLiteral(literal), value, literal);
});

Deno.test("parsePythonLiteral() refuses what is no literal", () => {
  const cases: [literal: string, message: RegExp][] = [
    ["[1, 2", /^expected a Python literal with all its brackets/],
    ["['cut", /^expected a Python literal, got "'cut" at character 1$/],
    ["[1,, 2]", /brackets and commas/],
    ["", /brackets and commas/],
    ["__import__('os')", /got "__import__\('os'\)" at character 0/],
    ["b'bytes'", /at character 0/],
    ["Trueish", /at character 0/],
    ["1_000", /at character 0/],
    ["'\\U00110000'", /^expected a character below 0x110000, got \\U00110000$/],
    ["[1] 2", /brackets and commas/],
  ];
  for (const [literal, message] of cases) {
    assert.throws(() => parsePythonLiteral(literal), { name: "SyntaxError", message }, literal);
  }
});

/** `repr` of a value as Python writes it. */
function repr(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const body = value.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replaceAll(quote, `\\${quote}`);
    return quote + body + quote;
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value).map(([k, v]) => `${repr(k)}: ${repr(v)}`).join(", ")}}`;
  }
  return String(value);
}

Deno.test("parsePythonLiteral() undoes repr", () => {
  // of two characters at least: JSON.parse of V8 15.0 takes the key "\"" for "\\"
  const key = fc.string({ unit: fc.constantFrom("'", "k", '"') }).map((text) => `k${text}'`);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, false),
      fc.integer(),
      fc.string({ unit: fc.constantFrom("'", '"', "\\", "\n", "a", "é", "😀", "{", ":", ",") }),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (value) => assert.deepEqual(parsePythonLiteral(repr(value)), value)),
  );
});
