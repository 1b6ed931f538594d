import type { Command } from 'commander'
import { CommandError } from '../../command-error.ts'
import { countOf } from '../../output/count-of.ts'
import { formatBytes } from '../../output/format-bytes.ts'
import { createProgressLine } from '../../output/progress-line.ts'
import { showProgress } from '../../output/show-progress.ts'
import { addAdminOptions } from './admin-options.ts'
import { tellDefects } from './tell-defects.ts'
import { withAdmin } from './with-admin.ts'

const help = `
Libraries in a place of ACCESSION_BLOB_STORES stay there: this is about the place of ACCESSION_BLOBS.
FROM and TO are named as ACCESSION_BLOBS names them (file:///folder, s3://bucket/prefix), or are paths
of folders. Nothing is removed from FROM. To move a deployment while it runs:
  1. accession admin migrate-blobs FROM TO      as often as you like: only what is new is copied
  2. restart its servers with ACCESSION_BLOBS=TO
  3. accession admin migrate-blobs FROM TO      for what came in between
  4. ACCESSION_BLOBS=TO accession admin verify  then FROM can go

Example:
  accession admin migrate-blobs ./data/blobs 's3://images/accession?region=eu-central-1'`

/** Adds `admin migrate-blobs`. */
export const addMigrateBlobsCommand = (admin: Command, signal: AbortSignal): void => {
  addAdminOptions(admin.command('migrate-blobs'))
    .description('Copy all bytes to another place')
    .argument('<from>', 'where the bytes are')
    .argument('<to>', 'where they are to be')
    .addHelpText('after', help)
    .action((from: string, to: string, _: unknown, command: Command) =>
      withAdmin(command, signal, async ({ admin: opened, output }) => {
        using line = createProgressLine(output)
        const { copiedBytes, ...copied } = await opened.migrateBlobs(from, to, {
          signal,
          onProgress: (progress) => line.show(showProgress('Copying', progress)),
        })
        line.clear()
        output.result({ ...copied, copied_bytes: copiedBytes }, () => [
          `Copied ${countOf(copied.copied, 'blob')} of ${formatBytes(copiedBytes)}; ${copied.there} were there`,
          ...tellDefects(copied.defects),
        ])
        if (copied.defects.length > 0)
          throw new CommandError(`Could not copy ${countOf(copied.defects.length, 'blob')}.`)
        output.note(
          'Set ACCESSION_BLOBS to the new place, restart the servers, and run this again.',
        )
      }),
    )
}
