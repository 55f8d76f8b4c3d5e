import ts from "typescript";

/** A name that a file hands out. */
export interface ParsedExport {
  readonly name: string;
  readonly isType: boolean;
  /** Counted from 1. */
  readonly line: number;
  /** Of a function, the types of its arguments but for its options object and its callbacks. */
  readonly positional?: readonly string[];
  /** Names of types that its declaration speaks of, without what stands in bodies. */
  readonly mentions: readonly string[];
}

/** Reads what a file hands out from its syntax tree. */
export function parseExports(source: ts.SourceFile): ParsedExport[] {
  return source.statements.flatMap((statement) => exportsOf(statement, source));
}

function exportsOf(statement: ts.Statement, source: ts.SourceFile): ParsedExport[] {
  const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
  if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) {
    const clause = statement.exportClause;
    const elements = clause && ts.isNamedExports(clause) ? clause.elements : [];
    return elements.map(({ name, isTypeOnly }) => ({
      name: name.text,
      isType: statement.isTypeOnly || isTypeOnly,
      line,
      mentions: [],
    }));
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  const mentions = mentionsIn(statement);
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      const positional = initializer && ts.isFunctionLike(initializer)
        ? positionalTypes(initializer)
        : undefined;
      return namesIn(name).map((name) => ({ name, isType: false, line, positional, mentions }));
    });
  }
  const name = (statement as ts.Statement & { readonly name?: ts.Identifier }).name;
  return [{
    name: name?.text ?? "default",
    isType: ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
    line,
    positional: ts.isFunctionLike(statement) ? positionalTypes(statement) : undefined,
    mentions,
  }];
}

/** The names that a declaration binds, those of a pattern each. */
function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((it) => ts.isBindingElement(it) ? namesIn(it.name) : []);
}

/** Types named in a declaration, bodies left out. */
function mentionsIn(declaration: ts.Node): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) return;
    if (ts.isTypeReferenceNode(node)) names.add(node.typeName.getText());
    if (ts.isExpressionWithTypeArguments(node)) names.add(node.expression.getText());
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(declaration, visit);
  return [...names];
}

/** Types of the parameters that come before options and callbacks, as they are written. */
function positionalTypes({ parameters }: ts.SignatureDeclaration): string[] {
  const isPositional = (parameter: ts.ParameterDeclaration) =>
    !parameter.dotDotDotToken && !isOptions(parameter) && !isCallback(parameter);
  const types = parameters.filter(isPositional).map(({ type }) => type?.getText() ?? "");
  const last = parameters.at(-1);
  const isOwn = last?.type !== undefined && isPositional(last) && isOwnInterface(last.type);
  return isOwn ? types.slice(0, -1) : types;
}

/** An object of named fields, as far as its parameter shows it. */
function isOptions({ name, type, initializer }: ts.ParameterDeclaration): boolean {
  if (ts.isObjectBindingPattern(name) || /^options$|Options$/.test(name.getText())) return true;
  if (initializer && ts.isObjectLiteralExpression(initializer)) return true;
  return type !== undefined && (ts.isTypeLiteralNode(type) || /Options\b/.test(type.getText()));
}

function isCallback({ type }: ts.ParameterDeclaration): boolean {
  return type !== undefined && ts.isFunctionTypeNode(type);
}

/** Whether an interface of the same file is meant, which lists what its function takes. */
function isOwnInterface(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) &&
    type.getSourceFile().statements.some((statement) =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === type.typeName.getText()
    );
}
