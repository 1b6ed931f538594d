import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { downloadItem, type Digest } from '@accession/client'
import type { Command } from 'commander'
import { exportArchive } from './export-archive.ts'
import { checkFileName } from '../files/file-name.ts'
import { makeFolder } from '../files/make-folder.ts'
import { openPartFile, refuseExisting } from '../files/part-file.ts'
import { formatBytes } from '../output/format-bytes.ts'
import { createProgressBar } from '../output/progress-bar.ts'
import { findItem } from '../server/find-item.ts'
import { withClient, type Session } from '../server/with-client.ts'

const help = `
Each file appears under its name once it is whole and verified.

Examples:
  accession export images/ubuntu
  accession export images/router ./out --force
  accession export --ova images/router
  accession export --ova images/router ./out/
  accession export --ova images/router - | ssh host 'cat > router.ova'`

interface Flags {
  readonly force?: boolean
  readonly ova?: boolean
}

/** Adds `export`. */
export const addExportCommand = (program: Command, signal: AbortSignal): void => {
  program
    .command('export')
    .description("Download an item's files into a folder")
    .argument('<item>', 'LIBRARY/ITEM, or its id')
    .argument(
      '[folder]',
      'made where it is missing; with --ova a file, a folder (out/), or - for standard output',
      '.',
    )
    .option('-f, --force', 'replace files that exist')
    .option('--ova', 'one OVA instead of files; it cannot go on where it broke off')
    .addHelpText('after', help)
    .action(
      (item: string, place: string, { force = false, ova = false }: Flags, command: Command) =>
        withClient(command, signal, (session) =>
          ova
            ? exportArchive(session, item, place, force)
            : exportItem(session, item, place, force),
        ),
    )
}

const exportItem = async (
  { client, output, signal }: Session,
  text: string,
  folder: string,
  force: boolean,
): Promise<void> => {
  const { id, name } = await findItem(client, text, signal)
  const listed = await client.itemFile.list({ library_item_id: id }, { signal })
  await makeFolder(folder)
  for (const file of listed) {
    checkFileName(file.name)
    if (!force) await refuseExisting(join(folder, file.name))
  }
  const bar = createProgressBar('Downloading', output)
  try {
    const files = await downloadItem(client, {
      itemId: id,
      open: (file) => {
        checkFileName(file.name)
        return openPartFile(folder, file.name, { force })
      },
      createDigest,
      onProgress: bar.onProgress,
      signal,
    })
    const done = files.map((file) => ({ ...file, path: resolve(folder, file.name) }))
    output.result({ item: { id, name }, files: done }, () =>
      done.map(({ name: file, size }) => `Exported ${join(folder, file)} (${formatBytes(size)})`),
    )
  } finally {
    bar.close()
  }
}

const createDigest = (algorithm: 'SHA1' | 'MD5' | 'SHA256' | 'SHA512'): Digest => {
  const hash = createHash(algorithm.toLowerCase())
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') }
}
