import ts from "typescript";
import { type ParsedExport, parseExports } from "./parse_exports.ts";

/** An import, a re-export or a dynamic import of another file. */
export interface ParsedImport {
  /** The file as it is written, such as `lib/types.ts` or `./_page.ts`. */
  readonly specifier: string;
  /** Names that are taken of it; nothing where it is taken whole, as by `import * as`. */
  readonly names?: readonly string[];
  /** Whether only types are taken, so that nothing is loaded. */
  readonly isType: boolean;
}

/** One file's syntax tree, as far as others are concerned. */
export interface ParsedModule {
  readonly imports: readonly ParsedImport[];
  readonly exports: readonly ParsedExport[];
  /** Names of types that are functions, such as `StartTimer`. */
  readonly functionTypes: readonly string[];
  /** Texts that end in `.ts`, those in one call joined by slashes: `join(root, "lib", "a.ts")`. */
  readonly paths: readonly string[];
  /** Whether it can be started as a program, as it asks for `import.meta.main`. */
  readonly isProgram: boolean;
  /** Names after a dot and in object patterns: what it may take of a file that it imports whole. */
  readonly members: ReadonlySet<string>;
}

/** Reads a file's imports, exports and paths from its syntax tree. */
export function parseModule(path: string, code: string): ParsedModule {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const imports: ParsedImport[] = [];
  const paths: string[] = [];
  const members = new Set<string>();
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) imports.push(found);
    else if (ts.isCallExpression(node)) paths.push(...joinedTexts(node.arguments));
    else if (ts.isNewExpression(node)) paths.push(...joinedTexts(node.arguments ?? []));
    else if (ts.isStringLiteralLike(node)) paths.push(node.text);
    else if (ts.isPropertyAccessExpression(node)) members.add(node.name.text);
    else if (ts.isBindingElement(node)) members.add((node.propertyName ?? node.name).getText());
    else if (ts.isQualifiedName(node)) members.add(node.right.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return {
    imports,
    exports: parseExports(source),
    functionTypes: source.statements.flatMap((statement) =>
      ts.isTypeAliasDeclaration(statement) && ts.isFunctionTypeNode(statement.type)
        ? [statement.name.text]
        : []
    ),
    isProgram: /\bimport\.meta\.main\b/.test(code),
    paths: [...new Set(paths.filter((text) => text.endsWith(".ts")))],
    members,
  };
}

function importOf(node: ts.Node): ParsedImport | undefined {
  if (ts.isImportDeclaration(node)) {
    const { moduleSpecifier, importClause: clause } = node;
    const isType = clause !== undefined && isTypeOnly(clause);
    return { specifier: textOf(moduleSpecifier), names: clausesNames(clause), isType };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const { exportClause: clause, isTypeOnly: isType } = node;
    const names = clause && ts.isNamedExports(clause) ? clause.elements.map(nameTaken) : undefined;
    return { specifier: textOf(node.moduleSpecifier), names, isType };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [file] = node.arguments;
    if (!file || !ts.isStringLiteralLike(file)) return undefined;
    return { specifier: file.text, names: patternNames(node), isType: false };
  }
  if (ts.isNewExpression(node) && node.arguments?.[1]?.getText() === "import.meta.url") {
    const [file] = node.arguments; // a thread or program of its own
    if (!file || !ts.isStringLiteralLike(file)) return undefined;
    return { specifier: file.text, names: [], isType: false };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const names = node.qualifier && [node.qualifier.getText().split(".")[0]!];
    return { specifier: textOf(node.argument.literal), names, isType: true };
  }
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : node.getText();
}

function isTypeOnly(clause: ts.ImportClause): boolean {
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return clause.name === undefined && bindings !== undefined && ts.isNamedImports(bindings) &&
    bindings.elements.every((element) => element.isTypeOnly);
}

function clausesNames(clause: ts.ImportClause | undefined): string[] | undefined {
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return undefined;
  const named = bindings ? bindings.elements.map(nameTaken) : [];
  return clause?.name ? ["default", ...named] : named;
}

function nameTaken(element: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text;
}

/** The names in `const { a, b: c } = await import("…")`. */
function patternNames(call: ts.CallExpression): string[] | undefined {
  const declaration = call.parent.parent;
  if (!ts.isAwaitExpression(call.parent) || !ts.isVariableDeclaration(declaration)) {
    return undefined;
  }
  const { name } = declaration;
  if (!ts.isObjectBindingPattern(name)) return undefined;
  return name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
}

/** Runs of texts among a call's arguments, each run with slashes between them. */
function joinedTexts(args: readonly ts.Expression[]): string[] {
  const texts = args.map((arg) => ts.isStringLiteralLike(arg) ? arg.text : undefined);
  return texts.map((text, end) => {
    if (text === undefined) return "";
    const start = texts.slice(0, end).lastIndexOf(undefined) + 1;
    return texts.slice(start, end + 1).join("/");
  });
}
