import { openAccession } from '../servers/accession.ts'
import type { Measurement } from '../run/figure.ts'
import { disposing } from './context.ts'
import type { Context, OpenGroup } from './context.ts'
import { sha256Of, uploadToLibrary } from './upload-rounds.ts'
import type { Batch } from './upload-rounds.ts'

const mib = 1024 * 1024

/** The most memory that a server ever had, each in one that did nothing else. */
export const openMemory: OpenGroup = async (context) => {
  const scale = context.isQuick ? 1 / 128 : 1
  return {
    ...disposing([]),
    figures: [
      peakOf(context, 'one upload of 2 GiB', { files: 1, size: 2048 * mib * scale }),
      peakOf(context, '8 uploads of 256 MiB at once', { files: 8, size: 256 * mib * scale }),
      peakOf(context, '500 uploads of 1 MiB at once', { files: 500, size: mib * scale }),
    ],
  }
}

const peakOf = (context: Context, title: string, batch: Batch): Measurement => ({
  kind: 'measurement',
  title: `Most memory with ${title}`,
  unit: 'MiB',
  goal: { sense: 'at most', expected: 200, remarkable: 150 },
  rounds: 1,
  async measure() {
    await using server = await openAccession({ folder: context.folder })
    const [itemId = ''] = await server.createItems(1)
    await uploadToLibrary(context, server, itemId, batch, sha256Of(batch.size))()
    return server.residentMib().most
  },
})
