import { isAccessionError } from '@accession/core/errors'
import type { ArchiveLimits } from '@accession/core/ports'
import { joinBytes } from '../src/ova/join-bytes.ts'
import { readArchive } from '../src/ova/read-archive.ts'

/** What was read of an archive: its members with their bytes as text, and the error that ended it. */
export interface ReadOutcome {
  readonly members: readonly (readonly [name: string, content: string])[]
  readonly error?: { readonly id: string; readonly args: readonly string[]; readonly text: string }
}

const plenty: ArchiveLimits = { membersMax: 100, bytesMax: 1024 ** 3 }

/** The bytes in chunks that end at these offsets. */
export async function* chunked(
  bytes: Uint8Array,
  borders: readonly number[] = [],
): AsyncGenerator<Uint8Array, void, undefined> {
  let start = 0
  for (const border of [...borders.toSorted((a, b) => a - b), bytes.byteLength]) {
    yield bytes.subarray(start, border)
    start = border
  }
}

/** Reads an archive to its end, or to what ends it; anything but an error of ours is thrown. */
export const readAll = async (
  bytes: Uint8Array,
  borders?: readonly number[],
  limits: ArchiveLimits = plenty,
): Promise<ReadOutcome> => {
  const members: [string, string][] = []
  try {
    for await (const member of readArchive(chunked(bytes, borders), limits)) {
      const chunks: Uint8Array[] = []
      for await (const chunk of member.bytes) chunks.push(chunk)
      const content = new TextDecoder('latin1').decode(joinBytes(chunks))
      if (content.length !== member.size) throw new Error('A member has another size than it says')
      members.push([member.name, content])
    }
    return { members }
  } catch (error) {
    if (!isAccessionError(error, 'INVALID_ARGUMENT')) throw error
    return { members, error: { id: error.id, args: error.args, text: error.message } }
  }
}
