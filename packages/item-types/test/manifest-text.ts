import { createHash } from 'node:crypto'
import type { FileSet } from './verdict-of.ts'

/** The manifest of files, a line each: `SHA256(name)= hex`. */
export const manifestText = (
  files: FileSet,
  algorithm: 'SHA1' | 'SHA256' | 'SHA512' = 'SHA256',
): string =>
  Object.entries(files)
    .map(([name, content]) => {
      const hex = createHash(algorithm.toLowerCase()).update(content).digest('hex')
      return `${algorithm}(${name})= ${hex}\n`
    })
    .join('')
