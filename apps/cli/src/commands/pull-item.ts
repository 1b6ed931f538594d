import { extname } from 'node:path'
import { pullItem as pull } from '@accession/client'
import { usageError } from '../command-error.ts'
import { createProgressBar } from '../output/progress-bar.ts'
import { keptFiles } from '../server/kept-files.ts'
import { namingCollision } from '../server/naming-collision.ts'
import type { Session } from '../server/with-client.ts'
import { ignoredWarnings } from './ignored-warnings.ts'
import { warnOf } from './import-item.ts'
import type { ImportedItem } from './import-item.ts'
import { sentInOrder, typeOf } from './plan-items.ts'
import type { ImportOptions } from './plan-items.ts'

/** A file that the server fetches, and where from. */
interface NamedSource {
  readonly name: string
  readonly uri: string
}

/** An item to be made of files that the server fetches. */
export interface PullPlan {
  readonly name: string
  readonly type: string | undefined
  readonly description: string | undefined
  readonly thumbprint: string | undefined
  readonly sources: readonly NamedSource[]
}

/** The items that addresses make: one of all, or one of each, named as files would be. */
export const planPulls = (
  addresses: readonly string[],
  { each = false, checksum, name, type, description, thumbprint }: ImportOptions,
): readonly PullPlan[] => {
  if (checksum)
    throw usageError('--checksum reads files of this machine: leave it out with --pull.')
  if (each && name !== undefined) {
    throw usageError('--name names one item, and --each makes several: leave one of them out.')
  }
  const sources = addresses.map(namedSource)
  const groups = each ? sources.map((source) => [source]) : [sources]
  return groups.map((group) => {
    const names = group.map((source) => source.name)
    const twice = names.find((one, index) => names.indexOf(one) !== index)
    if (twice !== undefined) {
      throw usageError(`Two of the files are named ${twice}: an item holds one file of a name.`)
    }
    const [first = ''] = names
    return {
      name: name ?? first.slice(0, first.length - extname(first).length),
      type: type ?? typeOf(group),
      description,
      thumbprint,
      sources: sentInOrder(group),
    }
  })
}

/** The address of a file, named by the last part of its path; addresses may hold secrets, so none is told. */
const namedSource = (address: string): NamedSource => {
  // Not every Node.js that runs this has URL.parse.
  const url = URL.canParse(address) ? new URL(address) : undefined
  const last = url?.pathname.split('/').findLast((part) => part !== '')
  if (!url || !last) {
    throw usageError('--pull takes addresses that end in the name of a file: https://…/ubuntu.iso')
  }
  try {
    return { name: decodeURIComponent(last), uri: address }
  } catch {
    return { name: last, uri: address }
  }
}

/** Has the server fetch one item; when that fails or is interrupted, nothing of it stays. */
export const pullItem = async (
  { client, output, signal }: Session,
  libraryId: string,
  { name, type, description, thumbprint, sources }: PullPlan,
  options: Pick<ImportOptions, 'ignoreWarnings'> = {},
): Promise<ImportedItem> => {
  const bar = createProgressBar('Pulling', output)
  try {
    const { id } = await pull(client, {
      item: {
        library_id: libraryId,
        name,
        ...(type !== undefined && { type }),
        ...(description !== undefined && { description }),
      },
      files: sources.map((source) => ({
        name: source.name,
        source: {
          uri: source.uri,
          ...(thumbprint !== undefined && { ssl_certificate_thumbprint: thumbprint }),
        },
      })),
      warningBehavior: ignoredWarnings(options),
      onProgress: bar.onProgress,
      onWaiting: ({ default_message: why }) => bar.note(why),
      onLeftBehind: (left) => warnOf(left, output),
      signal,
    }).catch(namingCollision(client, { libraryId, name }))
    return { id, name, type, files: await keptFiles(client, id, signal) }
  } finally {
    bar.close()
  }
}
