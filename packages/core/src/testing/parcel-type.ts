import { accessionError } from '../errors/accession-error.ts'
import { storedMessage } from '../messages/stored-message.ts'
import { nameEndingOf } from '../names/name-ending.ts'
import type { SignatureStatement } from '../ports/content-signing.ts'
import type { Checksum, PlainData } from '../ports/entities.ts'
import { parcelArchive } from './parcel-archive.ts'
import type { FileRole, ItemType, JudgedFile, Judgement, StoredFile } from '../ports/item-type.ts'

type Entry = { readonly name: string; readonly value: string }
type Fault = Judgement['invalid'][number]

/** Bytes of a list or of sums. */
const parcelTextBytesMax = 64 * 1024

const endsIn =
  (ending: string) =>
  (name: string): boolean =>
    nameEndingOf(name) === ending

const isList = endsIn('.list')
const isArchive = endsIn('.parcels')
const isSums = endsIn('.sums')
const isSeal = endsIn('.seal')

const isRead = (name: string): boolean => isList(name) || isSums(name) || isSeal(name)
const isKept = (name: string): boolean => !isSums(name) && !isSeal(name) && !isArchive(name)

const roleOf = (name: string): FileRole => ({
  isKept: isKept(name),
  isInspected: isRead(name),
  isArchive: isArchive(name),
  isInManifest: isKept(name),
  ...(isRead(name) && { bytesMax: parcelTextBytesMax }),
  ...((isSums(name) || isSeal(name)) && { precedes: ['.list'] }),
})

/** Lines such as `disk 12` and `disk SHA256:0a1b…`; seals are JSON. */
const inspect = async ({ name, read, size }: StoredFile): Promise<PlainData> => {
  const text = size === 0 ? '' : await new Response(await read()).text()
  if (isSeal(name)) return JSON.parse(text) as PlainData
  const entries = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, entry = '', value = ''] = /^(\S+) (\S+)$/.exec(line) ?? []
      if (entry === '')
        throw accessionError('accession.item_type.file_unreadable', [name, `it holds ${line}`])
      return { name: entry, value }
    })
  return { entries }
}

/** A seal's file as tests write it. */
export const writeSeal = (statement: SignatureStatement): string =>
  JSON.stringify({ ...statement, signature: [...statement.signature] })

const readSeal = (inspection: PlainData): SignatureStatement => {
  const seal = inspection as unknown as SignatureStatement
  return { ...seal, signature: Uint8Array.from(seal.signature) }
}

const entriesOf = (data: PlainData | null): readonly Entry[] =>
  (data?.['entries'] ?? []) as readonly Entry[]

const sumOf = (value: string): Checksum => {
  const [algorithm = '', digest = ''] = value.split(':')
  return { algorithm: algorithm as Checksum['algorithm'], value: digest }
}

const expectedDigest: ItemType['expectedDigest'] = (fileName, there) => {
  const sums = there.filter(({ name }) => isSums(name))
  const entry = sums
    .flatMap(({ inspection }) => entriesOf(inspection))
    .find(({ name }) => name === fileName)
  return entry && sumOf(entry.value)
}

const judge = (files: readonly JudgedFile[], before: PlainData | null): Judgement => {
  const list = files.find(({ name }) => isList(name))
  const entries = entriesOf(list?.inspection ?? before)
  const names = new Set(files.map(({ name }) => name))
  const invalid: Fault[] = []
  const toDigest: Judgement['toDigest'][number][] = []
  const [first] = files
  if (first && !list) {
    const args = [first.name, 'parcel', '.list'] as const
    const message = storedMessage('accession.item_type.descriptor_missing', args)
    invalid.push({ name: first.name, message })
  }
  for (const { name, size, digests } of files) {
    const said = entries.find((entry) => entry.name === name)?.value
    if (list && said !== undefined && size !== null && String(size) !== said) {
      const args = [name, size, list.name, said] as const
      invalid.push({ name, message: storedMessage('accession.item_type.size_differs', args) })
    }
    const expected = expectedDigest(name, files)
    if (!expected || size === null) continue
    const { algorithm } = expected
    const known = digests.find((digest) => digest.algorithm === algorithm)
    if (!known) toDigest.push({ name, algorithm })
    else if (known.value !== expected.value) {
      const args = [name, algorithm, expected.value, known.value, 'the sums'] as const
      invalid.push({ name, message: storedMessage('accession.item_type.digest_differs', args) })
    }
  }
  return {
    missing: list ? entries.map(({ name }) => name).filter((name) => !names.has(name)) : [],
    invalid,
    toDigest,
    metadata: list ? { entries } : null,
  }
}

/**
 * An item type for tests of what becomes of a type's findings, as small as one can be: a list names
 * files with their sizes, sums name them with their digests, a seal signs the sums.
 */
export const parcelType: ItemType = {
  info: {
    type: 'parcel',
    name: 'Parcel',
    description: 'Files that a list names',
    vendor: 'Accession',
    version: '1.0',
  },
  archive: parcelArchive,
  signing: {
    partOf(name) {
      if (isList(name)) return 'descriptor'
      if (isSums(name)) return 'manifest'
      return isSeal(name) ? 'certificate' : undefined
    },
    filesOf(descriptor) {
      const name = descriptor.slice(0, -'.list'.length)
      return { descriptor, manifest: `${name}.sums`, certificate: `${name}.seal` }
    },
    readStatement: readSeal,
  },
  roleOf,
  endings: { readWhole: ['.list', '.sums', '.seal'], manifest: ['.sums'] },
  inspect,
  expectedDigest,
  judge,
  publishedText: (kept, owner) => JSON.stringify({ ...owner, entries: entriesOf(kept) }),
}
