import { isAccessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { checkDescription, checkName } from '../../names/check-name.ts'
import { readFile } from './read-file.ts'
import type { FileDocument } from './read-file.ts'
import { readHref } from './read-href.ts'
import { readTime } from './read-time.ts'
import { readVersion } from './read-version.ts'
import type { Fields } from './read-json.ts'

/** An item of a published library. */
export interface ItemDocument {
  /** Without `urn:uuid:`. */
  readonly id: string
  readonly name: string
  readonly description: string
  /** `ovf`, `iso`, or empty for plain files. */
  readonly type: string
  readonly version: string | null
  readonly contentVersion: string | null
  /** Milliseconds since 1970. */
  readonly createdAt: number | null
  /** The address of its own `item.json`; null where the publisher names none. */
  readonly selfUrl: string | null
  readonly files: readonly FileDocument[]
}

/** What cannot be taken over, and why in words. */
export interface RefusedItem {
  readonly id: string
  /** As the publisher wrote it, cut and made printable; empty where it wrote none. */
  readonly name: string
  readonly reason: string
}

const types: Readonly<Record<string, string>> = { 'vcsp.ovf': 'ovf', 'vcsp.iso': 'iso' }

/** Reads one item whose id is known, or says why it is refused. */
export const readItem = (
  id: string,
  fields: Fields,
  libraryUrl: string,
): { readonly item: ItemDocument } | { readonly refused: RefusedItem } => {
  const refuse = (reason: string) => ({ refused: { id, name: printable(fields['name']), reason } })
  const { name, description = '', files = [], created } = fields
  if (typeof name !== 'string') return refuse('its name is missing')
  if (typeof description !== 'string') return refuse('its description is no text')
  const fault = faultIn(name, description)
  if (fault !== undefined) return refuse(fault)
  const version = readVersion(fields['version'])
  const contentVersion = readVersion(fields['contentVersion'])
  if (version === undefined || contentVersion === undefined) return refuse('its version is none')
  if (!Array.isArray(files)) return refuse('its files are no list')
  if (files.length > limits.filesPerItemMax) {
    return refuse(`it has ${files.length} files: ${limits.filesPerItemMax} are taken`)
  }
  const read = files.map((file: unknown) => readFile(file, libraryUrl))
  const taken: FileDocument[] = []
  for (const one of read) {
    if ('fault' in one) return refuse(one.fault)
    taken.push(one.file)
  }
  const names = new Set(taken.map((file) => file.name))
  if (names.size < taken.length) return refuse('two of its files have the same name')
  const self = readSelf(fields['selfHref'], libraryUrl)
  if ('fault' in self) return refuse(`its selfHref ${self.fault}`)
  const type = String(fields['type'])
  return {
    item: {
      id,
      name,
      description,
      type: Object.hasOwn(types, type) ? (types[type] ?? '') : '',
      version,
      contentVersion,
      createdAt: readTime(created),
      selfUrl: self.url,
      files: taken,
    },
  }
}

const readSelf = (
  value: unknown,
  libraryUrl: string,
): { readonly url: string | null } | { readonly fault: string } =>
  value === undefined || value === null || value === ''
    ? { url: null }
    : readHref(value, libraryUrl)

/** Why no item here can have this name and description. */
const faultIn = (name: string, description: string): string | undefined => {
  try {
    checkName('item', name)
    checkDescription('item', description)
    return undefined
  } catch (error) {
    if (isAccessionError(error)) return error.message
    throw error
  }
}

/** A name as a message may show it: short, and without what is not printable. */
const printable = (value: unknown): string =>
  typeof value === 'string'
    ? value.slice(0, limits.nameLengthMax).replaceAll(/[\p{Control}\p{Format}\p{Surrogate}]/gu, '?')
    : ''
