/** TypeScript's own view of sources that are only texts: syntax trees, and whom a name means. */
import { dirname, join } from "node:path/posix";
import type { Sources } from "./sources.ts";
import ts from "./typescript.cjs";

/** Parsed sources. */
export interface Syntax {
  /** In the order of the paths. */
  readonly files: ReadonlyMap<string, ts.SourceFile>;
  /** What a name means, across files; an imported name means what the other file exports. */
  meaning(name: ts.Node): ts.Symbol | undefined;
}

/** No library and no packages: only the tree's own names are looked up, which takes some ms. */
const OPTIONS: ts.CompilerOptions = {
  noLib: true,
  types: [],
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** Parses sources; positions in the trees are positions in the texts. */
export function parse(sources: Sources): Syntax {
  const program = ts.createProgram([...sources.keys()], OPTIONS, hostOf(sources));
  const checker = program.getTypeChecker();
  const files = new Map<string, ts.SourceFile>();
  for (const path of sources.keys()) {
    const file = program.getSourceFile(path);
    if (file) files.set(path, file);
  }
  return {
    files,
    meaning(name) {
      const symbol = checker.getSymbolAtLocation(name);
      if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return symbol;
      return checker.getAliasedSymbol(symbol);
    },
  };
}

function hostOf(sources: Sources): ts.CompilerHost {
  const resolve = (name: string, from: string) => {
    const path = name.startsWith(".") ? join(dirname(from), name) : name;
    return sources.has(path)
      ? { resolvedModule: { resolvedFileName: path, extension: ts.Extension.Ts } }
      : { resolvedModule: undefined };
  };
  return {
    getSourceFile: (path, options) => {
      const text = sources.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, options, true);
    },
    resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => resolve(text, from)),
    fileExists: (path) => sources.has(path),
    readFile: (path) => sources.get(path),
    getDefaultLibFileName: () => "",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
  };
}
