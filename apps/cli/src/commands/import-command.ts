import type { Command } from 'commander'
import { usageError } from '../command-error.ts'
import { describeFailure, failureJson } from '../describe-failure.ts'
import { lookAtFile } from '../files/local-file.ts'
import { formatBytes } from '../output/format-bytes.ts'
import type { Output } from '../output/output.ts'
import { createLibrary } from '../server/create-library.ts'
import { searchLibrary, type FoundLibrary } from '../server/find-library.ts'
import { withClient, type Session } from '../server/with-client.ts'
import { completePlan } from './complete-plan.ts'
import { importItem, type ImportedItem } from './import-item.ts'
import { planItems, type ImportOptions } from './plan-items.ts'
import { planPulls, pullItem } from './pull-item.ts'

const help = `
Several files make one item, which takes the first file's name without its extension.
An .ovf brings the files that it refers to, and the .mf and .cert beside it; nothing is begun where one is missing.
An .ova is sent as it is: the server makes an item of its files. What is told is what the item holds then: an .mf and
a .cert are checked, and not kept.
The library is created when there is none of that name.
With --pull the files are addresses that the server fetches by itself, over http or https.
With --each the first file that fails ends the import; what became of each file is told, also in --json.

Examples:
  accession import ubuntu.iso --library images
  accession import router.ovf --library images
  accession import router.ova --library images
  accession import *.iso --library images --each --checksum
  accession import --pull https://images.example/ubuntu.iso --library images`

/** Adds `import`. */
export const addImportCommand = (program: Command, signal: AbortSignal): void => {
  program
    .command('import')
    .description('Upload files into a new item')
    .argument('<file...>', 'files of this machine, or addresses with --pull')
    .requiredOption('-l, --library <library>', 'the name or id of the library')
    .option('-n, --name <name>', 'the name of the item')
    .option('-t, --type <type>', 'the type of the item: ovf, iso or any other')
    .option('--description <text>', 'what the item is')
    .option('--each', 'make an item of each file')
    .option('--pull', 'the files are addresses, which the server fetches')
    .option('--thumbprint <sha256>', 'of the certificate that --pull is to meet')
    .option('--ignore-warnings', 'take signed content whose signer is not trusted, or out of date')
    .option('--checksum', 'read each file first, so that the server can check what arrives')
    .addHelpText('after', help)
    .action((paths: readonly string[], options: ImportOptions, command: Command) =>
      withImport(command, signal, paths, options),
    )
}

const withImport = async (
  command: Command,
  signal: AbortSignal,
  paths: readonly string[],
  options: ImportOptions,
): Promise<void> => {
  const plans = await plansFor(paths, options)
  await withClient(command, signal, async (session) => {
    for (const warning of plans.flatMap(({ warnings }) => warnings)) session.output.warn(warning)
    const library = await libraryFor(session, options.library)
    const items: ImportedItem[] = []
    try {
      for (const plan of plans) items.push(await plan.make(session, library.id))
    } catch (error) {
      const isLeft = library.created && items.length === 0
      const removed = isLeft && (await removeIfEmpty(session, library))
      if (options.each) tellUnfinished(session.output, { library, removed, plans, items, error })
      throw error
    }
    const { id, name, created } = library
    session.output.result({ library: { id, name, created }, items }, () =>
      items.map((item) => importedLine(name, item)),
    )
  })
}

/** An item to be made, whatever its files come from. */
interface Plan {
  readonly name: string
  readonly warnings: readonly string[]
  make(session: Session, libraryId: string): Promise<ImportedItem>
}

const plansFor = async (
  paths: readonly string[],
  options: ImportOptions,
): Promise<readonly Plan[]> => {
  if (options.pull) {
    return planPulls(paths, options).map((plan) => ({
      name: plan.name,
      warnings: [],
      make: (session, libraryId) => pullItem(session, libraryId, plan, options),
    }))
  }
  if (options.thumbprint !== undefined) throw usageError('--thumbprint goes with --pull.')
  const planned = planItems(await Promise.all(paths.map(lookAtFile)), options)
  const plans = await Promise.all(planned.map(completePlan))
  return plans.map((plan) => ({
    name: plan.name,
    warnings: plan.warnings,
    make: (session, libraryId) => importItem(session, libraryId, plan, options),
  }))
}

const importedLine = (library: string, { name, files }: ImportedItem): string => {
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const count = files.length === 1 ? '1 file' : `${files.length} files`
  return `Imported ${library}/${name} (${count}, ${formatBytes(size)})`
}

interface Unfinished {
  readonly library: TargetLibrary
  readonly removed: boolean
  readonly plans: readonly Plan[]
  readonly items: readonly ImportedItem[]
  readonly error: unknown
}

/** Tells what became of every file: those before the failure, the failure, and those after it. */
const tellUnfinished = (
  output: Output,
  { library: { id, name, created }, removed, plans, items, error }: Unfinished,
): void => {
  const [failing, ...untried] = plans.slice(items.length).map((plan) => plan.name)
  const outcomes = {
    library: { id, name, created, removed },
    items,
    failed: [{ name: failing, error: failureJson(describeFailure(error)) }],
    not_tried: untried,
  }
  output.result(outcomes, () => [
    ...items.map((item) => importedLine(name, item)),
    `Failed ${name}/${failing}`,
    ...untried.map((item) => `Not tried ${name}/${item}`),
  ])
}

type TargetLibrary = FoundLibrary & { readonly created: boolean }

const libraryFor = async (
  { client, output, signal }: Session,
  name: string,
): Promise<TargetLibrary> => {
  const found = await searchLibrary(client, name, signal)
  if (found) return { ...found, created: false }
  const id = await createLibrary(
    client,
    { name, description: '', datastore: 'datastore-1' },
    signal,
  )
  output.note(`Created library ${name}, which was not there yet`)
  return { id, name, created: true }
}

const removeIfEmpty = async (
  { client, output }: Session,
  { id, name }: TargetLibrary,
): Promise<boolean> => {
  const options = { timeoutMs: 10_000 }
  try {
    const items = await client.item.list({ library_id: id }, options)
    if (items.length > 0) return false
    await client.localLibrary.delete({ library_id: id }, options)
    return true
  } catch (error) {
    output.warn(`library ${name} was created and could not be removed: ${String(error)}`)
    return false
  }
}
