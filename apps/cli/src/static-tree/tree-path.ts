import { join } from 'node:path'
import { CommandError } from '../command-error.ts'
import { checkFileName } from '../files/file-name.ts'
import { printable } from '../output/printable.ts'

const itemPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const generationPattern = /^[1-9]\d*$/

/** Whether a folder's name is that of an item: nothing else is ever removed. */
export const isItemFolder = (name: string): boolean => itemPattern.test(name)

/** Where a document or a file of a tree is written: its folders from the tree's own, and its name. */
export interface TreePath {
  readonly folders: readonly string[]
  readonly name: string
}

/** The path of a file by its address `{item}/{generation}/{name}`; throws where it is none. */
export const filePath = (href: string): TreePath => {
  const [item = '', generation = '', encoded = '', ...more] = href.split('/')
  const isOurs = itemPattern.test(item) && generationPattern.test(generation) && more.length === 0
  const name = isOurs ? decode(encoded) : undefined
  if (name === undefined) throw unsafe(href)
  checkFileName(name)
  return { folders: [item, generation], name }
}

/** The path of an item's document by its address `{item}/item.json`; throws where it is none. */
export const itemPath = (href: string): TreePath => {
  const [item = '', name = '', ...more] = href.split('/')
  if (!itemPattern.test(item) || name !== 'item.json' || more.length > 0) throw unsafe(href)
  return { folders: [item], name }
}

/** The path below a folder. */
export const pathBelow = (folder: string, { folders, name }: TreePath): string =>
  join(folder, ...folders, name)

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const unsafe = (href: string): CommandError =>
  new CommandError(
    `The address ${JSON.stringify(printable(href))} is not safe to write: is this an Accession server?`,
  )
