import { wireTime } from '../names/wire-time.ts'
import type { Item, ItemFile, Library } from '../ports/entities.ts'
import { fileHref, itemHref } from './vcsp-address.ts'

/** `lib.json`: what subscribers poll; another `version` says that something has changed. */
export interface VcspLibrary {
  readonly vcspVersion: '2'
  /** A decimal number that rises with every change of the library and its items. */
  readonly version: string
  readonly contentVersion: '1'
  readonly name: string
  readonly id: string
  readonly created: string
  readonly capabilities: {
    readonly transferIn: readonly ['httpGet']
    readonly transferOut: readonly ['httpGet']
  }
  readonly itemsHref: 'items.json'
}

/** A file of an item; its addresses begin where `lib.json` is. */
export interface VcspFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** vCenter takes it for a number: a decimal one that rises with the content. */
  readonly etag: string
  readonly generationNum: number
  readonly hrefs: readonly string[]
}

/** What an item's type knows of it, as text. */
export interface VcspMetadata {
  readonly type: 'String'
  readonly domain: 'SYSTEM'
  readonly visibility: 'READONLY'
  readonly key: 'type-metadata'
  readonly value: string
}

/** An item, as `items.json` lists it and its own `item.json` repeats it. */
export interface VcspItem {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly version: string
  readonly contentVersion: string
  readonly created: string
  readonly type: 'vcsp.ovf' | 'vcsp.iso' | 'vcsp.other'
  readonly properties: Readonly<Record<string, never>>
  readonly selfHref: string
  readonly files: readonly VcspFile[]
  readonly metadata: readonly VcspMetadata[]
}

/** Grows with the form of the documents, so that nobody takes one of another program for unchanged. */
export const vcspForm = 1

/** An id as VCSP writes it. */
export const urnOf = (id: string): string => `urn:uuid:${id}`

/** `lib.json` of a library. */
export const vcspLibrary = ({
  id,
  version,
  name,
  createdAt,
}: Pick<Library, 'id' | 'version' | 'name' | 'createdAt'>): VcspLibrary => ({
  vcspVersion: '2',
  version: String(version),
  contentVersion: '1',
  name,
  id: urnOf(id),
  created: wireTime(createdAt),
  capabilities: { transferIn: ['httpGet'], transferOut: ['httpGet'] },
  itemsHref: 'items.json',
})

/** An item with its files; `typeMetadata` is the text its type has of it, where it has one. */
export const vcspItem = (
  item: Pick<
    Item,
    'id' | 'name' | 'description' | 'version' | 'contentVersion' | 'createdAt' | 'itemTypeKey'
  >,
  files: readonly Pick<ItemFile, 'name' | 'size' | 'version'>[],
  typeMetadata: string | undefined,
): VcspItem => ({
  id: urnOf(item.id),
  name: item.name,
  description: item.description,
  version: String(item.version),
  contentVersion: String(item.contentVersion),
  created: wireTime(item.createdAt),
  type: typeOf(item.itemTypeKey),
  properties: {},
  selfHref: itemHref(item.id),
  files: files.map((file) => vcspFile(item.id, file)),
  metadata: typeMetadata === undefined ? [] : [metadata(typeMetadata)],
})

const typeOf = (itemTypeKey: string): VcspItem['type'] =>
  itemTypeKey === 'ovf' || itemTypeKey === 'iso' ? `vcsp.${itemTypeKey}` : 'vcsp.other'

const vcspFile = (
  itemId: string,
  { name, size, version }: Pick<ItemFile, 'name' | 'size' | 'version'>,
): VcspFile => ({
  name,
  size,
  etag: String(version),
  generationNum: version,
  hrefs: [fileHref(itemId, version, name)],
})

const metadata = (value: string): VcspMetadata => ({
  type: 'String',
  domain: 'SYSTEM',
  visibility: 'READONLY',
  key: 'type-metadata',
  value,
})
