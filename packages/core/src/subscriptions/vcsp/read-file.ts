import { limits } from '../../limits.ts'
import { fileNameFault } from '../../contract/file-name-fault.ts'
import { readHref } from './read-href.ts'
import { isFields } from './read-json.ts'
import { readVersion } from './read-version.ts'

/** A file of a published item. */
export interface FileDocument {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Moves with its bytes: its etag, else its generation; null where the publisher writes neither. */
  readonly etag: string | null
  /** Where its bytes are. */
  readonly url: string
}

/** Reads a file of an item, or says why the item is refused for it. */
export const readFile = (
  value: unknown,
  libraryUrl: string,
): { readonly file: FileDocument } | { readonly fault: string } => {
  if (!isFields(value)) return { fault: 'one of its files is no JSON object' }
  const { name } = value
  if (typeof name !== 'string') return { fault: 'one of its files has no name' }
  const nameFault = fileNameFault(name)
  if (nameFault !== undefined) return { fault: `one of its files cannot be named so: ${nameFault}` }
  const size = readSize(value['size'])
  if (size === undefined) return { fault: `the size of ${name} is none that a file can have` }
  const etags = [readVersion(value['etag']), readVersion(value['generationNum'])]
  if (etags.includes(undefined)) return { fault: `the etag of ${name} is none` }
  const href = readFirstHref(value['hrefs'], libraryUrl)
  if ('fault' in href) return { fault: `the address of ${name} ${href.fault}` }
  const etag = etags.find((one) => one !== null && one !== undefined) ?? null
  return { file: { name, size, etag, url: href.url } }
}

/** Bytes, as a number or its decimal form. */
const readSize = (value: unknown): number | undefined => {
  const size = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  const isSize = Number.isSafeInteger(size) && Number(size) >= 0
  return isSize && Number(size) <= limits.fileBytesMax ? Number(size) : undefined
}

/** The first address is where the file is; others may be there besides, and are looked at too. */
const readFirstHref = (value: unknown, libraryUrl: string): ReturnType<typeof readHref> => {
  if (!Array.isArray(value)) return { fault: 'is missing' }
  const [first = readHref(undefined, libraryUrl), ...others] = value
    .slice(0, limits.hrefsPerFileMax)
    .map((href: unknown) => readHref(href, libraryUrl))
  return others.find((href) => 'fault' in href) ?? first
}
