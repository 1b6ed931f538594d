import { isApiError } from '@accession/client'
import type { Command } from 'commander'
import { CommandError, usageError } from '../../command-error.ts'
import { countOf } from '../../output/count-of.ts'
import { formatBytes } from '../../output/format-bytes.ts'
import { createProgressBar } from '../../output/progress-bar.ts'
import { findLibrary } from '../../server/find-library.ts'
import { withClient } from '../../server/with-client.ts'
import { writeTree } from '../../static-tree/write-tree.ts'

interface ExportOptions {
  readonly public?: boolean
  readonly keepOld?: boolean
}

const help = `
Writes what subscribers read from the server as plain files, for any web server, bucket or CDN; the
library must be published. Run it again after changes, or after it was interrupted: what is there
already is not written again. lib.json comes last, so whoever reads along never sees a part; what
the library has no longer is removed after that.

Examples:
  accession library export-static images /srv/www/images
  accession library export-static images /srv/www/images --public`

/** Adds `library export-static`. */
export const addLibraryExportStatic = (library: Command, signal: AbortSignal): void => {
  library
    .command('export-static')
    .description('Write a published library as files, for any web server')
    .argument('<library>', 'its name or id')
    .argument('<folder>', 'made where it is missing')
    .option('--public', 'even where its subscribers need a password, which files cannot ask for')
    .option('--keep-old', 'leave files that the library has no longer')
    .addHelpText('after', help)
    .action((text: string, folder: string, options: ExportOptions, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { id, name, publish_info: info } = await findLibrary(client, text, signal)
        if (!info?.published) throw notPublished(name)
        if (info.authentication_method === 'BASIC' && !options.public) {
          throw usageError(
            `Subscribers of ${name} need a password, and files ask nobody: --public writes them all the same.`,
          )
        }
        const bar = createProgressBar('Exporting', output)
        const { keepOld = false } = options
        const tree = { client, libraryId: id, folder, keepOld, onProgress: bar.onProgress, signal }
        try {
          const written = await writeTree(tree)
          output.result({ library: { id, name }, folder, ...written }, () => [
            `Exported ${countOf(written.items, 'item')} of ${name} to ${folder}: ` +
              `${countOf(written.files, 'file')}, ${countOf(written.written, 'new one')} ` +
              `(${formatBytes(written.bytes)}), ${written.removed} removed`,
          ])
        } catch (error) {
          throw isUnpublished(error) ? notPublished(name) : error
        } finally {
          bar.close()
        }
      }),
    )
}

/** Published when we looked, and no longer. */
const isUnpublished = (error: unknown): boolean =>
  isApiError(error, 'NOT_FOUND') &&
  error.messages.some(({ id }) => id === 'accession.publishing.not_published')

const notPublished = (name: string): CommandError =>
  new CommandError(
    `Library ${name} is not published: publish it first, with \`accession library publish\`.`,
  )
