// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './setup.js'

const folder = join(root, 'apps/cli/dist')

/**
 * Bundles the program `accession` from the sources, with all that it imports: hundreds of modules
 * take longer to find and load one by one than to run. What is imported late stays a part of its own.
 */
export async function bundle() {
  // Imported late, as it is there only after the set-up.
  const { build } = await import('esbuild')
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'apps/cli/src/main.ts' },
    outdir: folder,
    // As deep as `src/*/`, for what looks for `../../package.json`: all packages have one version.
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@accession/source'],
    // What `pg` can use in place of its own protocol, if somebody installs it.
    external: ['pg-native'],
    // Packages of CommonJS ask for Node's modules by this.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  })
  removeOthers(Object.keys(metafile.outputs))
  writeFileSync(join(folder, 'LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)))
}

/**
 * Removes the code of earlier builds, lest it is published; a server that runs has loaded what it
 * needs of it.
 * @param {readonly string[]} outputs
 */
function removeOthers(outputs) {
  const kept = new Set(outputs.map((file) => resolve(root, file)))
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name)
    const isCode = /\.(?:js|d\.ts|map)$/.test(name) && !name.startsWith('types')
    if (isCode && !kept.has(file)) rmSync(file)
  }
}

/**
 * The licence of every package that others wrote and the bundle holds.
 * @param {readonly string[]} inputs
 */
function licencesOf(inputs) {
  const folders = new Set(
    inputs.filter((file) => file.includes('node_modules/')).map((file) => packageOf(dirname(file))),
  )
  const texts = [...folders].map((owner) => {
    const manifest = JSON.parse(readFileSync(join(owner, 'package.json'), 'utf8'))
    const { name, version, license, author } = manifest
    const file = readdirSync(owner).find((one) => /^licen[cs]e/i.test(one))
    // Some only name theirs, in the manifest.
    const text = file ? readFileSync(join(owner, file), 'utf8').trim() : license
    if (!text) throw new Error(`${name} is in the bundle, and has no licence to hand on`)
    return `${name} ${version}${file ? '' : `, by ${author?.name ?? author}`}\n\n${text}\n`
  })
  return texts.toSorted().join(`\n${'-'.repeat(80)}\n\n`)
}

/**
 * The folder of the package that a folder belongs to; some have manifests without a name within.
 * @param {string} inner
 * @returns {string}
 */
function packageOf(inner) {
  const manifest = join(root, inner, 'package.json')
  const isOwner = existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version
  return isOwner ? join(root, inner) : packageOf(dirname(inner))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle()
