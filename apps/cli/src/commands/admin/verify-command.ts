import type { Command } from 'commander'
import { CommandError, usageError } from '../../command-error.ts'
import { countOf } from '../../output/count-of.ts'
import { formatBytes } from '../../output/format-bytes.ts'
import { createProgressLine } from '../../output/progress-line.ts'
import { showProgress } from '../../output/show-progress.ts'
import { table } from '../../output/table.ts'
import { addAdminOptions } from './admin-options.ts'
import { withAdmin } from './with-admin.ts'

interface VerifyFlags {
  readonly fast?: boolean
  readonly repair?: boolean
  readonly grace?: string
}

const help = `
Servers may go on meanwhile. The exit code is 1 where anything is wrong:
  missing_bytes, unreadable_bytes, wrong_size, wrong_digest   restore them from a backup
  missing_row, wrong_state, wrong_references, wrong_item_totals, file_without_bytes
                                                              the catalog is damaged
  orphan_bytes      bytes that nothing refers to: a crash leaves them, --repair removes them

--repair removes nothing where anything else is wrong: the bytes may be those of another catalog.

Examples:
  accession admin verify --data /var/lib/accession
  accession admin verify --fast --json`

/** Adds `admin verify`. */
export const addVerifyCommand = (admin: Command, signal: AbortSignal): void => {
  addAdminOptions(admin.command('verify'))
    .description('Hold the catalog and the stored bytes against each other')
    .option('--fast', 'compare sizes alone; bytes are not read')
    .option('--repair', 'remove bytes that nothing refers to')
    .option('--grace <seconds>', 'pass over such bytes while they are younger (3600)')
    .addHelpText('after', help)
    .action((flags: VerifyFlags, command: Command) =>
      withAdmin(command, signal, async ({ admin: opened, output }) => {
        const { fast: isFast = false, repair: isRepairing = false, grace } = flags
        using line = createProgressLine(output)
        const { findings, removed, blobsWithoutDigest, ...counts } = await opened.verify({
          isFast,
          isRepairing,
          ...(grace !== undefined && { graceMs: secondsOf(grace) * 1000 }),
          signal,
          onProgress: (progress) => line.show(showProgress('Verifying', progress)),
        })
        line.clear()
        const rows = findings.map((finding) => [
          finding.problem,
          finding.id,
          `${finding.found}, not ${finding.expected}`,
          finding.touches.join('; '),
        ])
        const shown = { ...counts, blobs_without_digest: blobsWithoutDigest, findings, removed }
        output.result(shown, () => [
          ...table(['PROBLEM', 'ID', 'FOUND', 'TOUCHES'], rows),
          ...(rows.length > 0 ? [''] : []),
          `${whatThereIs(counts)}: ${findings.length === 0 ? 'nothing is wrong' : countOf(findings.length, 'problem')}`,
          ...(blobsWithoutDigest > 0
            ? [
                `Of ${countOf(blobsWithoutDigest, 'blob')} no digest is known: only the size was compared`,
              ]
            : []),
          ...(removed > 0 ? [`Removed ${countOf(removed, 'blob')} that nothing refers to`] : []),
        ])
        if (findings.length > removed)
          throw new CommandError(
            `There is something wrong: ${countOf(findings.length - removed, 'problem')}.`,
          )
      }),
    )
}

const whatThereIs = (counts: {
  readonly items: number
  readonly files: number
  readonly blobs: number
  readonly bytes: number
}): string =>
  [
    countOf(counts.items, 'item'),
    countOf(counts.files, 'file'),
    `${countOf(counts.blobs, 'blob')} of ${formatBytes(counts.bytes)}`,
  ].join(', ')

const secondsOf = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw usageError('--grace must be a whole number of seconds.')
  return Number(text)
}
