import type { Command } from 'commander'
import { lookAtFile } from '../files/local-file.ts'
import { formatBytes } from '../output/format-bytes.ts'
import { createLibrary } from '../server/create-library.ts'
import { searchLibrary, type FoundLibrary } from '../server/find-library.ts'
import { withClient, type Session } from '../server/with-client.ts'
import { importItem, type ImportedItem } from './import-item.ts'
import { planItems, type ImportOptions } from './plan-items.ts'

const help = `
Several files make one item, which takes the first file's name without its extension.
The library is created when there is none of that name.

Examples:
  accession import ubuntu.iso --library images
  accession import router.ovf router-disk1.vmdk router-disk2.vmdk --library images
  accession import *.iso --library images --each --checksum`

/** Adds `import`. */
export const addImportCommand = (program: Command, signal: AbortSignal): void => {
  program
    .command('import')
    .description('Upload files into a new item')
    .argument('<file...>', 'files of this machine')
    .requiredOption('-l, --library <library>', 'the name or id of the library')
    .option('-n, --name <name>', 'the name of the item')
    .option('-t, --type <type>', 'the type of the item: ovf, iso or any other')
    .option('--description <text>', 'what the item is')
    .option('--each', 'make an item of each file')
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
  const plans = planItems(await Promise.all(paths.map(lookAtFile)), options)
  await withClient(command, signal, async (session) => {
    const library = await libraryFor(session, options.library)
    const items: ImportedItem[] = []
    try {
      for (const plan of plans) items.push(await importItem(session, library.id, plan))
    } catch (error) {
      if (library.created && items.length === 0) await removeIfEmpty(session, library)
      else if (items.length > 0) {
        const done = items.map(({ name }) => `${library.name}/${name}`).join(', ')
        session.output.warn(`imported before this went wrong: ${done}`)
      }
      throw error
    }
    const { id, name, created } = library
    session.output.result({ library: { id, name, created }, items }, () =>
      items.map((item) => {
        const size = item.files.reduce((sum, file) => sum + file.size, 0)
        const count = item.files.length === 1 ? '1 file' : `${item.files.length} files`
        return `Imported ${name}/${item.name} (${count}, ${formatBytes(size)})`
      }),
    )
  })
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
): Promise<void> => {
  const options = { timeoutMs: 10_000 }
  try {
    const items = await client.item.list({ library_id: id }, options)
    if (items.length === 0) await client.localLibrary.delete({ library_id: id }, options)
  } catch (error) {
    output.warn(`library ${name} was created and could not be removed: ${String(error)}`)
  }
}
