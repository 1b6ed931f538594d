import { fileNameFault } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { malformed, refused } from './archive-errors.ts'
import type { TarEntry } from './entry-reader.ts'

/** What an OVA may hold: plain files, each under a name of its own, the descriptor first. */
export interface MemberRules {
  /** The member that an entry is; undefined for what may be there, but is none. Throws else. */
  accept(entry: TarEntry): { readonly name: string; readonly size: number } | undefined
  /** Throws where there was no member at all, up to that byte. */
  end(offset: number): void
}

/** Rules for the entries of one archive, in their order. */
export const createMemberRules = (membersMax: number): MemberRules => {
  const names = new Set<string>()
  return {
    accept(entry) {
      if (isWholeFolder(entry) && names.size === 0) return undefined
      const name = entry.name.replace(/^(\.\/)+/, '')
      if (isAppleDouble(entry.type, name)) return undefined
      const fault = typeFault(entry) ?? nameFault(name)
      if (fault !== undefined) throw refused(entry.name, fault)
      if (names.has(name)) throw refused(name, 'there is another one of that name')
      if (names.size === 0 && !isDescriptorName(name))
        throw refused(name, 'the first one must be the OVF descriptor, a file named *.ovf')
      if (names.size === membersMax)
        throw accessionError('accession.ova.too_many_members', [membersMax])
      names.add(name)
      return { name, size: entry.size }
    },
    end(offset) {
      if (names.size === 0) throw malformed(offset, 'it ends without a member')
    },
  }
}

/** Whether a file of that name is the descriptor of an OVF set. */
export const isDescriptorName = (name: string): boolean => /\.ovf$/i.test(name)

/** `./` comes first where a whole folder was packed. */
const isWholeFolder = ({ type, name, size }: TarEntry): boolean =>
  type === '5' && size === 0 && (name === '.' || name === './')

/** What the tar of macOS puts before a file that has extended attributes (RFC 1740), under the file's own ending. */
const isAppleDouble = (type: string, name: string): boolean => type === '0' && name.startsWith('._')

const otherTypes: Readonly<Record<string, string>> = {
  '1': 'it is a link',
  '2': 'it is a link',
  '3': 'it is a device',
  '4': 'it is a device',
  '5': 'it is a folder',
  '6': 'it is a pipe',
}

const typeFault = ({ type, name, isSparse }: TarEntry): string | undefined => {
  if (isSparse) return 'it is sparse'
  // 7 is a file that was to lie in one piece; older tools tell folders by their names alone.
  if (type === '0' || type === '7') return name.endsWith('/') ? 'it is a folder' : undefined
  return otherTypes[type] ?? 'it is no plain file'
}

const nameFault = (name: string): string | undefined => {
  const fault = fileNameFault(name)
  return fault === undefined ? undefined : `its name is not allowed, as ${fault}`
}
