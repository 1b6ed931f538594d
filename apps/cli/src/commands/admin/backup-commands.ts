import type { Command } from 'commander'
import { CommandError } from '../../command-error.ts'
import { countOf } from '../../output/count-of.ts'
import { formatBytes } from '../../output/format-bytes.ts'
import { createProgressLine } from '../../output/progress-line.ts'
import { showProgress } from '../../output/show-progress.ts'
import { addAdminOptions } from './admin-options.ts'
import { tellDefects } from './tell-defects.ts'
import { withAdmin } from './with-admin.ts'

const backupHelp = `
Servers go on meanwhile; the backup shows one instant. Run again with the same folder it copies what is
new, and drops what is gone; until it is complete the earlier backup stands. It holds password hashes
and files: keep it as safe as the library.

Example:
  accession admin backup /mnt/backup/library`

const restoreHelp = `
The catalog and the place for bytes must be empty, and no server may run on them yet. They may be of
other engines than those that were backed up. A restore that was interrupted goes on when it is run
again. Everybody signs in anew afterwards.

Examples:
  accession admin restore /mnt/backup/library --data ./data
  accession admin restore /mnt/backup/library --store postgres://… --blobs 's3://images/accession'`

/** Adds `admin backup` and `admin restore`. */
export const addBackupCommands = (admin: Command, signal: AbortSignal): void => {
  addAdminOptions(admin.command('backup'))
    .description('Copy the catalog and all bytes into a folder')
    .argument('<folder>', 'made where it is missing')
    .addHelpText('after', backupHelp)
    .action((folder: string, _: unknown, command: Command) =>
      withAdmin(command, signal, async ({ admin: opened, output }) => {
        using line = createProgressLine(output)
        const { takenAt, copiedBytes, ...taken } = await opened.backUp(folder, {
          signal,
          onProgress: (progress) => line.show(showProgress('Copying', progress)),
        })
        line.clear()
        const at = new Date(takenAt).toISOString()
        output.result({ ...taken, taken: at, copied_bytes: copiedBytes }, () => [
          `Backed up ${countOf(taken.blobs, 'blob')} of ${formatBytes(taken.bytes)} as of ${at}; ${taken.copied} of them new`,
          ...tellDefects(taken.defects),
        ])
        refuseDefects(taken.defects.length)
      }),
    )

  addAdminOptions(admin.command('restore'))
    .description('Bring a backup into an empty catalog and an empty place for bytes')
    .argument('<folder>', 'of the backup')
    .addHelpText('after', restoreHelp)
    .action((folder: string, _: unknown, command: Command) =>
      withAdmin(
        command,
        signal,
        async ({ admin: opened, output }) => {
          using line = createProgressLine(output)
          const { copiedBytes, ...restored } = await opened.restore(folder, {
            signal,
            onProgress: (progress) => line.show(showProgress('Copying', progress)),
          })
          line.clear()
          const { library, item, user } = restored.rows
          output.result({ ...restored, copied_bytes: copiedBytes }, () => [
            `Restored ${countOf(library, 'library')}, ${countOf(item, 'item')}, ${countOf(user, 'user')} and ${countOf(restored.copied, 'blob')} of ${formatBytes(copiedBytes)}`,
            ...tellDefects(restored.defects),
          ])
          refuseDefects(restored.defects.length)
        },
        { isNew: true },
      ),
    )
}

const refuseDefects = (count: number): void => {
  if (count > 0)
    throw new CommandError(
      `Could not copy ${countOf(count, 'blob')}: \`accession admin verify\` says more.`,
    )
}
