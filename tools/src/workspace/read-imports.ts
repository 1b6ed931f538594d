import { parseSync, Visitor } from 'oxc-parser'

/** One import, export-from or import type of a source file. */
interface Import {
  readonly specifier: string
  /** Erased by the compiler: nothing is loaded at run time. */
  readonly typeOnly: boolean
  /** `import()`: loaded only when asked. */
  readonly lazy: boolean
}

/** What one source file says about modules. */
export interface ModuleFacts {
  readonly imports: readonly Import[]
  readonly hasDefaultExport: boolean
}

/** Parses a source file for what it imports and whether it exports a default. */
export function readImports(path: string, text: string): ModuleFacts {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const imports: Import[] = []
  let hasDefaultExport = false
  const add = (specifier: string, typeOnly: boolean, lazy = false) =>
    imports.push({ specifier, typeOnly, lazy })

  new Visitor({
    ImportDeclaration: ({ source, importKind, specifiers }) =>
      add(
        source.value,
        importKind === 'type' ||
          (specifiers.length > 0 &&
            specifiers.every(
              (name) => name.type === 'ImportSpecifier' && name.importKind === 'type',
            )),
      ),
    ExportAllDeclaration: ({ source, exportKind }) => add(source.value, exportKind === 'type'),
    ExportNamedDeclaration: ({ source, exportKind, specifiers }) => {
      if (source) add(source.value, exportKind === 'type')
      hasDefaultExport ||= specifiers.some(
        ({ exported }) => 'name' in exported && exported.name === 'default',
      )
    },
    ExportDefaultDeclaration: () => {
      hasDefaultExport = true
    },
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal') add(String(source.value), false, true)
    },
    TSImportType: ({ source }) => add(source.value, true),
  }).visit(program)
  return { imports, hasDefaultExport }
}
