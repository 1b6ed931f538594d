import { extname } from 'node:path'
import { usageError } from '../command-error.ts'
import type { LocalFile } from '../files/local-file.ts'

/** The options of `import`. */
export interface ImportOptions {
  readonly library: string
  readonly name?: string
  readonly type?: string
  readonly description?: string
  readonly each?: boolean
  readonly checksum?: boolean
  /** The files are addresses, which the server fetches itself. */
  readonly pull?: boolean
  readonly thumbprint?: string
  /** Content whose signer raises warnings is taken all the same. */
  readonly ignoreWarnings?: boolean
}

/** An item to be made, and the files it is made of. */
export interface ItemPlan {
  readonly name: string
  readonly type: string | undefined
  readonly description: string | undefined
  readonly files: readonly LocalFile[]
  readonly checksum: boolean
  /** What may be meant as it is, in sentences. */
  readonly warnings: readonly string[]
}

/** The items that files make: one of all, or one of each. */
export const planItems = (
  files: readonly LocalFile[],
  options: ImportOptions,
): readonly ItemPlan[] => {
  const { each = false, checksum = false, description, name } = options
  if (each && name !== undefined) {
    throw usageError('--name names one item, and --each makes several: leave one of them out.')
  }
  const groups = each ? files.map((file) => [file]) : [files]
  return groups.map((group) => {
    refuseSameNames(group)
    return {
      name: name ?? nameOf(group),
      type: options.type ?? typeOf(group),
      description,
      files: sentInOrder(group),
      checksum,
      warnings: [],
    }
  })
}

interface Named {
  readonly name: string
}

/** A manifest and what signs it are sent first: a descriptor must not come before them. */
export const sentInOrder = <File extends Named>(files: readonly File[]): readonly File[] => [
  ...files.filter(isSentFirst),
  ...files.filter((file) => !isSentFirst(file)),
]

/** Whether a file has arrived before any that it says something about is begun. */
export const isSentFirst = ({ name }: Named): boolean => /\.(mf|cert)$/i.test(name)

const nameOf = ([first]: readonly LocalFile[]): string =>
  first ? first.name.slice(0, first.name.length - extname(first.name).length) : ''

/** The type of an item of these files, by their endings; undefined where these tell none. */
export const typeOf = (files: readonly Named[]): string | undefined => {
  const extensions = files.map(({ name }) => extname(name).toLowerCase())
  if (extensions.includes('.ovf') || extensions.includes('.ova')) return 'ovf'
  return extensions.every((extension) => extension === '.iso') ? 'iso' : undefined
}

const refuseSameNames = (files: readonly LocalFile[]): void => {
  const names = files.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return
  throw usageError(`Two of the files are named ${twice}: an item holds one file of a name.`)
}
