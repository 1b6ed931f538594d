import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { checkout } from '../workspace/workspace.ts'

/** A program as a bundler leaves it. */
export interface Bundle {
  readonly gzippedBytes: number
  /** What is still imported when it runs: modules that no bundle holds. */
  readonly imports: readonly string[]
}

/** Bundles a program as for a web page; throws where it imports what only one runtime has. */
export const bundle = async (program: string): Promise<Bundle> => {
  const { outputFiles, metafile } = await build({
    // A workspace package that depends on the client, as a user's would.
    stdin: { contents: program, resolveDir: join(checkout, 'apps/cli'), loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@accession/source'],
    metafile: true,
    logLevel: 'silent',
  })
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports)
  return {
    gzippedBytes: gzipSync(outputFiles[0]?.contents ?? '').length,
    imports: imports.map(({ path }) => path),
  }
}
