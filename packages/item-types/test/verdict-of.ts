import { createHash } from 'node:crypto'
import { isAccessionError } from '@accession/core/errors'
import type { Checksum, ItemType, JudgedFile, PlainData } from '@accession/core/ports'

/** Files in the order in which they are added and sent. */
export type FileSet = Readonly<Record<string, string | Uint8Array>>

/** What a type says of files that are added one after the other, then judged. */
export interface Verdict {
  /** Files that are refused as they come: the ids of the messages by their names. */
  readonly refused: Readonly<Record<string, string>>
  readonly missing: readonly string[]
  /** The ids of the messages, in their order, by the names of files. */
  readonly invalid: readonly (readonly [name: string, id: string])[]
  /** Files that were read for their digests. */
  readonly digested: readonly string[]
  /** Files that the item would list. */
  readonly kept: readonly string[]
  readonly metadata: PlainData | null
}

/** What an item has before. */
export interface Before {
  readonly metadata: PlainData | null
  /** Names and sizes. */
  readonly files: Readonly<Record<string, number>>
}

const encoded = (content: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof content === 'string' ? new TextEncoder().encode(content) : content)

const digestOf = (content: Uint8Array, algorithm: Checksum['algorithm']): Checksum => ({
  algorithm,
  value: createHash(algorithm.toLowerCase()).update(content).digest('hex'),
})

const endsIn = (name: string, ending: string): boolean => name.toLowerCase().endsWith(ending)

/** Lets a type look into files as a server does, without one. */
export const verdictOf = async (
  type: ItemType,
  set: FileSet,
  before: Before = { metadata: null, files: {} },
): Promise<Verdict> => {
  const refused: Record<string, string> = {}
  const digested: string[] = []
  const files = new Map<string, JudgedFile>()
  const contents = new Map(Object.entries(set).map(([name, text]) => [name, encoded(text)]))
  for (const [name, size] of Object.entries(before.files))
    files.set(name, { name, size, isNew: false, inspection: null, digests: [] })
  const added: string[] = []
  for (const [name, content] of contents) {
    const { precedes } = type.roleOf(name)
    const isLate = (other: string) => precedes?.some((ending) => endsIn(other, ending))
    if (added.some(isLate)) {
      refused[name] = 'too late'
      continue
    }
    added.push(name)
    const found = await lookInto(type, name, content, [...files.values()])
    if (typeof found === 'string') refused[name] = found
    const waiting = { name, size: null, isNew: true, inspection: null, digests: [] }
    files.set(name, typeof found === 'string' ? waiting : found)
  }
  let judgement = type.judge([...files.values()], before.metadata)
  for (const { name, algorithm } of judgement.toDigest) {
    const file = files.get(name)
    if (!file || file.size === null) throw new Error(`${name} cannot be digested`)
    digested.push(name)
    const digest = digestOf(contents.get(name) ?? new Uint8Array(), algorithm)
    // A server keeps one that a manifest made it make.
    files.set(name, { ...file, digests: [digest] })
  }
  judgement = type.judge([...files.values()], before.metadata)
  if (judgement.toDigest.length > 0) throw new Error('It asks for digests that it has')
  return {
    refused,
    missing: judgement.missing,
    invalid: judgement.invalid.map(({ name, message }) => [name, message.id] as const),
    digested,
    kept: [...files.keys()].filter((name) => type.roleOf(name).isKept).toSorted(),
    metadata: judgement.metadata,
  }
}

const lookInto = async (
  type: ItemType,
  name: string,
  content: Uint8Array<ArrayBuffer>,
  there: readonly JudgedFile[],
): Promise<JudgedFile | string> => {
  const { bytesMax = Infinity, isInspected, isInManifest } = type.roleOf(name)
  const size = content.byteLength
  if (size > bytesMax) return 'too large'
  const expected = isInManifest ? type.expectedDigest(name, there) : undefined
  const digests = expected ? [digestOf(content, expected.algorithm)] : []
  if (expected && digests[0]?.value !== expected.value) return 'other digest'
  try {
    const read = async ({ start = 0, end = size } = {}) =>
      new Response(content.slice(start, end)).body ?? new ReadableStream<Uint8Array>()
    const inspection = isInspected ? await type.inspect({ name, size, read }) : null
    return { name, size, isNew: true, inspection, digests }
  } catch (error) {
    if (isAccessionError(error, 'INVALID_ARGUMENT')) return error.id
    throw error
  }
}
