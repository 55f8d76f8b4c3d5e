const TOKEN =
  /\s*(?:(?<string>[uU]?(?:'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"))|(?<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))|(?<name>True|False|None|nan)\b|(?<mark>[[\]{}(),:]))/y;

const ESCAPE = /\\(?:\n|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([^]))/g;

const NAMES: Readonly<Record<string, string>> = {
  True: "true",
  False: "false",
  None: "null",
  nan: "null",
};

const MARKS: Readonly<Record<string, string>> = { "(": "[", ")": "]" };

const ESCAPED: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * Parses what Python's `repr` gives of dictionaries, lists, tuples, strings, numbers, `True`,
 * `False`, `None` and `nan`, as `ast.literal_eval` would; tuples become arrays, `None` and `nan`
 * null.
 *
 * The literal is rewritten as JSON token by token, so that it takes linear time.
 *
 * @throws {SyntaxError} when it is anything else, or cut short
 */
export function parsePythonLiteral(text: string): unknown {
  const tokens = tokenize(text);
  const json = tokens.filter((token, i) => !(token === "," && /^[\]}]$/.test(tokens[i + 1] ?? "")));
  try {
    return JSON.parse(json.join(""));
  } catch (cause) {
    throw new SyntaxError("expected a Python literal with all its brackets and commas", { cause });
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const content = text.trimEnd();
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < content.length) {
    const at = pattern.lastIndex;
    const { string, number, name, mark } = pattern.exec(content)?.groups ?? {};
    if (string) tokens.push(JSON.stringify(unescape(string)));
    else if (number) tokens.push(number);
    else if (name) tokens.push(NAMES[name]!);
    else if (mark) tokens.push(MARKS[mark] ?? mark);
    else throw unexpected(content.slice(at, at + 20), at);
  }
  return tokens;
}

function unexpected(found: string, at: number): SyntaxError {
  return new SyntaxError(
    `expected a Python literal, got ${JSON.stringify(found)} at character ${at}`,
  );
}

/** The string between the quotes; an escape that Python does not know stays as it is. */
function unescape(token: string): string {
  const body = token.replace(/^[uU]/, "").slice(1, -1);
  return body.replace(ESCAPE, (whole, x, u, wide, octal, letter) => {
    const code = x ?? u ?? wide;
    if (code !== undefined) return fromCodePoint(parseInt(code, 16), whole);
    if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
    return letter === undefined ? "" : ESCAPED[letter] ?? whole;
  });
}

function fromCodePoint(code: number, escape: string): string {
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  throw new SyntaxError(`expected a character below 0x110000, got ${escape}`);
}
