// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './bundle.js'
import { packageFolders, pnpm, root, setUp, tsc } from './setup.js'

const long = process.argv.includes('--long')
const testFolders = [...packageFolders(), 'tools']

setUp()
for (const folder of testFolders) rmSync(resultsOf(folder), { force: true })
const built = run(`${tsc} -b`)
// The tests of the command line run the program as it is published.
if (built) await bundle()
// Long runs draw new random cases each time, so a remembered result says nothing about them.
const checked = run(
  `${pnpm} exec turbo run test lint format:check unused --continue --output-logs=new-only ${long ? '--force' : ''}`,
)
process.exitCode = summarize() && built && checked ? 0 : 1

/** @param {string} command */
function run(command) {
  const env = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    ...(long ? { ACCESSION_TEST_LONG: '1' } : {}),
  }
  return spawnSync(command, { cwd: root, shell: true, stdio: 'inherit', env }).status === 0
}

/** Prints what each package's tests reported, and the sum; true when all of them did and passed. */
function summarize() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  let complete = true
  console.log()
  for (const folder of testFolders) {
    const results = readResults(folder)
    if (!results || results.passed + results.failed + results.skipped === 0) {
      complete = false
      console.log(`${folder.padEnd(20)} no tests ran`)
      continue
    }
    console.log(`${folder.padEnd(20)} ${describeCounts(results)}`)
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) {
      total[key] += results[key]
    }
    if (!results.success) complete = false
  }
  if (!built) console.log('The build or the type check failed: see above.')
  if (!checked) console.log('A check or a package’s tests failed: see above.')
  console.log(describeCounts(total))
  return complete && total.failed === 0
}

/** @param {string} folder */
function readResults(folder) {
  if (!existsSync(resultsOf(folder))) return undefined
  const report = JSON.parse(readFileSync(resultsOf(folder), 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    success: report.success,
  }
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param {string} folder */
function resultsOf(folder) {
  return join(root, folder, 'test-results.json')
}
