import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contest, Figure } from '../run/figure.ts'
import { openAccession } from '../servers/accession.ts'
import { startNodeProgram } from '../servers/node-program.ts'
import { startTusd } from '../servers/peers.ts'
import { disposing } from './context.ts'
import type { OpenGroup } from './context.ts'
import { sha256Of, uploadToBare, uploadToLibrary, uploadToTusd } from './upload-rounds.ts'

const mib = 1024 * 1024

/** Large files, one and several at once, against a body that is piped to a file. */
export const openUploads: OpenGroup = async (context) => {
  const { folder, isQuick } = context
  const bareFolder = await mkdtemp(join(folder, 'bare-'))
  const accession = await openAccession({ folder })
  const bare = await startNodeProgram('bare', [bareFolder])
  const parts: AsyncDisposable[] = [
    { [Symbol.asyncDispose]: () => rm(bareFolder, { recursive: true }) },
    accession,
    bare,
  ]
  const [itemId = ''] = await accession.createItems(1)
  const figures: Figure[] = []
  const tusd = context.tusd ? await startTusd(context.tusd, folder) : undefined
  if (tusd) parts.push(tusd)
  for (const [title, batch] of [
    ['1 × 1 GiB', { files: 1, size: (isQuick ? 8 : 1024) * mib }],
    ['8 × 256 MiB', { files: 8, size: (isQuick ? 2 : 256) * mib }],
  ] as const) {
    const ours = uploadToLibrary(context, accession, itemId, batch)
    const shared = { kind: 'contest', unit: 'MB/s', ratio: 'rate' } as const
    const byBare: Pick<Contest, 'names'> = { names: ['Accession', 'node:http'] }
    const peer = uploadToBare(context, bare, bareFolder, batch)
    figures.push(
      {
        ...shared,
        ...byBare,
        title: `Upload ${title}, no checksum, by bare node:http`,
        goal: { sense: 'at least', expected: 0.9, remarkable: 1 },
        sides: [ours, peer],
      },
      {
        ...shared,
        ...byBare,
        title: `Upload ${title}, SHA-256, by bare node:http`,
        goal: { sense: 'at least', expected: 0.6, remarkable: 0.75 },
        sides: [uploadToLibrary(context, accession, itemId, batch, sha256Of(batch.size)), peer],
      },
    )
    if (tusd)
      figures.push({
        ...shared,
        title: `Upload ${title}, no checksum, by tusd`,
        names: ['Accession', 'tusd'],
        sides: [ours, uploadToTusd(context, tusd, batch)],
      })
  }
  return { ...disposing(parts), figures }
}
