/**
 * Every figure of docs/performance.md, in one interleaved run:
 *
 *     npm run bench -- [--quick] [--only get,upload] [--rounds 5] [--json FILE] [--folder FOLDER]
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Context, OpenGroup } from './figures/context.ts'
import { openArchives } from './figures/archives.ts'
import { openDownloads } from './figures/downloads.ts'
import { openGetSession } from './figures/get-session.ts'
import { openLatency } from './figures/latency.ts'
import { openLifecycles } from './figures/lifecycles.ts'
import { openMemory } from './figures/memory.ts'
import { openSmallFiles } from './figures/small-files.ts'
import { openStart } from './figures/start.ts'
import { openStoredSessions } from './figures/stored-sessions.ts'
import { openUploads } from './figures/uploads.ts'
import type { Outcome } from './run/figure.ts'
import { heading, reportLines } from './run/report.ts'
import { runFigures } from './run/run-figures.ts'
import { startLoad } from './servers/load-program.ts'
import { findProgram } from './servers/peers.ts'

const groups: Readonly<Record<string, OpenGroup>> = {
  get: openGetSession,
  lifecycle: openLifecycles,
  stored: openStoredSessions,
  upload: openUploads,
  small: openSmallFiles,
  download: openDownloads,
  ova: openArchives,
  latency: openLatency,
  start: openStart,
  memory: openMemory,
}

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(groups).join() },
    rounds: { type: 'string' },
    json: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
  },
})
const names = options.only.split(',')
const unknown = names.find((name) => !Object.hasOwn(groups, name))
if (unknown !== undefined) {
  console.error(`There is no figure ${unknown}; there are ${Object.keys(groups).join(', ')}.`)
  process.exit(2)
}
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5))
const installed = { vcsim: findProgram('vcsim'), tusd: findProgram('tusd') }
for (const [name, path] of Object.entries(installed))
  if (path === undefined)
    console.error(
      `${name} is not installed, or too old: its figures are left out (put it on the PATH, or name it in ${name.toUpperCase()}).`,
    )

const tell = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

const folder = await mkdtemp(join(options.folder, 'accession-benchmarks-'))
const outcomes: Outcome[] = []
try {
  await using load = startLoad()
  const context: Context = { folder, load, isQuick: options.quick, ...installed }
  console.log(heading)
  for (const name of names) {
    tell(`opening the servers of ${name}`)
    await using group = await (groups[name] as OpenGroup)(context)
    const made = await runFigures(group.figures, rounds, tell)
    tell('')
    for (const outcome of made) console.log(reportLines(outcome))
    outcomes.push(...made)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (options.json !== undefined) {
  const { quick } = options
  const machine = { node: process.version, cores: cpus().length, platform: process.platform }
  const text = JSON.stringify({ at: new Date().toISOString(), machine, quick, rounds, outcomes })
  await writeFile(options.json, `${text}\n`)
}
