import { accessionError } from '@accession/core/errors'
import type { ArchiveLimits, ArchiveMember } from '@accession/core/ports'
import { truncatedMember } from './archive-errors.ts'
import { createByteSource } from './byte-source.ts'
import type { ByteSource } from './byte-source.ts'
import { createEntryReader } from './entry-reader.ts'
import { createMemberRules } from './member-rules.ts'
import { readUpToEnd } from './read-up-to-end.ts'
import { paddingOf } from './tar-format.ts'

/**
 * The members of an OVA, one after the other, the descriptor first: a tar archive in any form that
 * GNU tar, bsdtar and older tools write. Memory does not grow with the archive, and bytes are not
 * copied, but for the part of a chunk that has a neighbour in it. Throws INVALID_ARGUMENT where the
 * archive is not whole, holds anything but plain files with names of their own, or more than the
 * limits allow.
 */
export async function* readArchive(
  bytes: AsyncIterable<Uint8Array>,
  { membersMax, bytesMax }: ArchiveLimits,
): AsyncGenerator<ArchiveMember, void, undefined> {
  const chunks = bytes[Symbol.asyncIterator]()
  const source = createByteSource(chunks, bytesMax)
  const nextEntry = createEntryReader(source, membersMax)
  const rules = createMemberRules(membersMax)
  try {
    for (let entry = await nextEntry(); entry; entry = await nextEntry()) {
      const member = rules.accept(entry)
      const content = createContent(source, member ?? entry)
      if (member && member.size > bytesMax - source.taken)
        throw accessionError('accession.ova.too_large', [bytesMax])
      if (member) yield { ...member, bytes: content.bytes() }
      await content.passOver()
    }
    rules.end(source.taken)
    await readUpToEnd(source)
  } finally {
    await chunks.return?.()
  }
}

const createContent = (source: ByteSource, { name, size }: Omit<ArchiveMember, 'bytes'>) => {
  const endsAt = source.taken + size
  const left = (): number => endsAt - source.taken
  return {
    async *bytes(): AsyncGenerator<Uint8Array, void, undefined> {
      while (left() > 0) {
        const chunk = await source.next(left())
        if (!chunk) throw truncatedMember(source.taken, name)
        yield chunk
      }
    },
    /** Leaves the source where the next header begins. */
    async passOver(): Promise<void> {
      while (left() > 0)
        if (!(await source.peekNext(left()))) throw truncatedMember(source.taken, name)
      const padding = paddingOf(size)
      const { byteLength } = await source.take(padding)
      if (byteLength < padding) throw truncatedMember(source.taken, name)
    },
  }
}
