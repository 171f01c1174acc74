import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expression, type Node, parseSync, Visitor } from 'oxc-parser';

/** One import of a file, in whatever form: static, re-export, dynamic, type, worker URL. */
export interface ImportUse {
  /** `undefined` where the name is computed, so that nobody can tell what it imports. */
  readonly specifier: string | undefined;
  readonly line: number;
  readonly typeOnly: boolean;
}

/** What the checks need to know of a source file. Lines count from 1. */
export interface SourceFile {
  /** Relative to the checked root, with `/`. */
  readonly path: string;
  readonly imports: readonly ImportUse[];
  readonly environmentReads: readonly number[];
  readonly casts: readonly number[];
  readonly suppressions: readonly number[];
  readonly syntaxErrors: readonly string[];
}

const suppression = /@ts-(?:ignore|expect-error|nocheck)|biome-ignore|eslint-disable/;

export function readSourceFile(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const parsed = parseSync(path, text);
  const lineOf = (node: { readonly start: number }) => text.slice(0, node.start).split('\n').length;
  const found = new Findings(lineOf);
  found.read(parsed.program);
  return {
    path,
    imports: found.imports,
    environmentReads: found.environmentReads,
    casts: found.casts,
    suppressions: parsed.comments.filter(({ value }) => suppression.test(value)).map(lineOf),
    syntaxErrors: parsed.errors.map((error) => error.message),
  };
}

type LineOf = (node: { readonly start: number }) => number;

class Findings {
  readonly imports: ImportUse[] = [];
  readonly environmentReads: number[] = [];
  readonly casts: number[] = [];
  readonly #lineOf: LineOf;
  /** Names under which this file knows the `process` object. */
  readonly #processNames = new Set(['process']);

  constructor(lineOf: LineOf) {
    this.#lineOf = lineOf;
  }

  read(program: Parameters<Visitor['visit']>[0]): void {
    new Visitor({
      ImportDeclaration: (node) => {
        this.#import(node, node.source.value, node.importKind === 'type');
        if (/^(?:node:)?process$/.test(node.source.value)) {
          for (const { local } of node.specifiers) this.#processNames.add(local.name);
          const named = node.specifiers.some(
            (part) => part.type === 'ImportSpecifier' && nameOf(part.imported) === 'env',
          );
          if (named) this.environmentReads.push(this.#lineOf(node));
        }
      },
      ExportAllDeclaration: (node) => {
        this.#import(node, node.source.value, node.exportKind === 'type');
      },
      ExportNamedDeclaration: (node) => {
        if (node.source) this.#import(node, node.source.value, node.exportKind === 'type');
      },
      ImportExpression: (node) => this.#import(node, literal(node.source), false),
      TSImportType: (node) => this.#import(node, node.source.value, true),
      TSImportEqualsDeclaration: (node) => this.#import(node, undefined, false),
      CallExpression: (node) => {
        if (nameOf(node.callee) === 'require' || nameOf(node.callee) === 'createRequire')
          this.#import(node, undefined, false);
      },
      NewExpression: (node) => {
        const [first, second] = node.arguments;
        const worker = literal(first);
        // `new URL('./worker.ts', import.meta.url)` is how a worker's file is named.
        const ofThisFile =
          second?.type === 'MemberExpression' && second.object.type === 'MetaProperty';
        if (ofThisFile && worker !== undefined && /\.tsx?$/.test(worker))
          this.#import(node, worker.startsWith('.') ? worker : `./${worker}`, false);
      },
      MemberExpression: (node) => {
        const property = node.computed ? literal(node.property) : nameOf(node.property);
        if (property === 'env' && this.#isProcess(node.object))
          this.environmentReads.push(this.#lineOf(node));
      },
      VariableDeclarator: (node) => {
        if (node.id.type !== 'ObjectPattern' || !node.init || !this.#isProcess(node.init)) return;
        const takesEnv = node.id.properties.some(
          (property) => property.type === 'Property' && nameOf(property.key) === 'env',
        );
        if (takesEnv) this.environmentReads.push(this.#lineOf(node));
      },
      TSAsExpression: (node) => {
        const type = node.typeAnnotation;
        const isConst = type.type === 'TSTypeReference' && nameOf(type.typeName) === 'const';
        if (!isConst) this.casts.push(this.#lineOf(node));
      },
      TSTypeAssertion: (node) => this.casts.push(this.#lineOf(node)),
      TSNonNullExpression: (node) => this.casts.push(this.#lineOf(node)),
    }).visit(program);
  }

  #import(
    node: { readonly start: number },
    specifier: string | undefined,
    typeOnly: boolean,
  ): void {
    this.imports.push({ specifier, line: this.#lineOf(node), typeOnly });
  }

  #isProcess(node: Expression): boolean {
    if (node.type === 'Identifier') return this.#processNames.has(node.name);
    return node.type === 'MemberExpression' && nameOf(node.property) === 'process';
  }
}

function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined;
}

function literal(node: Node | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
