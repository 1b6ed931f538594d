import { openConnection } from '../load/connection.ts'
import { archiveFrame, archiveNames } from '../load/archive-frame.ts'
import { uploadBytes } from '../load/run-job.ts'
import { addFile, createSession, endSession, uploadHead } from '../load/session-calls.ts'
import type { Figure } from '../run/figure.ts'
import { openAccession } from '../servers/accession.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import { disposing } from './context.ts'
import type { OpenGroup } from './context.ts'
import { download, endpointOf } from './download-rounds.ts'
import { uploadToLibrary } from './upload-rounds.ts'

const mib = 1024 * 1024

/**
 * An OVA that becomes its members, and a set that becomes an OVA, against the same bytes as they
 * are.
 */
export const openArchives: OpenGroup = async (context) => {
  const { folder, isQuick } = context
  const accession = await openAccession({ folder })
  const diskBytes = (isQuick ? 8 : 1024) * mib
  const { before, after } = archiveFrame(diskBytes)
  const size = before.byteLength + diskBytes + after.byteLength
  const [plainItem = ''] = await accession.createItems(1)
  const [setItem = '', filled = ''] = await accession.createItems(2, 'ovf')
  await importArchive(accession, filled, diskBytes)
  const shared = {
    kind: 'contest',
    unit: 'MB/s',
    ratio: 'rate',
    names: ['as OVA', 'as it is'],
  } as const
  const exported = async (name: string, query: string, bytes: number) =>
    download(context, accession, await endpointOf(accession, filled, name, query), 1, bytes)
  const figures: Figure[] = [
    {
      ...shared,
      title: 'Upload an OVA of 1 GiB, by a plain upload of the same bytes',
      goal: { sense: 'at least', expected: 0.5, remarkable: 0.8 },
      sides: [
        uploadToLibrary(context, accession, setItem, { files: 1, size, diskBytes }),
        uploadToLibrary(context, accession, plainItem, { files: 1, size }),
      ],
    },
    {
      ...shared,
      title: 'Download a set of 1 GiB as OVA, by a download of its disk',
      goal: { sense: 'at least', expected: 0.5, remarkable: 0.8 },
      sides: [
        () => exported(archiveNames.descriptor, '?format=ova', diskBytes),
        () => exported(archiveNames.disk, '', diskBytes),
      ],
    },
  ]
  return { ...disposing([accession]), figures }
}

const importArchive = async (
  { origin, token }: LibraryServer,
  itemId: string,
  diskBytes: number,
): Promise<void> => {
  const frame = archiveFrame(diskBytes)
  const size = frame.before.byteLength + diskBytes + frame.after.byteLength
  const connection = await openConnection(origin)
  const sessionId = await createSession(connection, token, itemId)
  const target = await addFile(connection, token, sessionId, { name: 'box.ova', size })
  const body = { bytes: uploadBytes, size: diskBytes, ...frame }
  const { status } = await connection.exchange(uploadHead(target, token, size), body)
  if (status !== 200) throw new Error(`The upload was answered ${status}`)
  await endSession(connection, token, sessionId, 'complete')
  connection.close()
}
