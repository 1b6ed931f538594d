import type { ChecksumInfo } from '../contract/checksum-info.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { Checksum } from '../ports/entities.ts'

const hexDigits = { MD5: 32, SHA1: 40, SHA256: 64, SHA512: 128 } as const

/** The checksum that a client declared, in lower case; refuses one that no content can have. */
export const declaredChecksum = (info: ChecksumInfo | undefined): Checksum | null => {
  if (!info) return null
  const { algorithm = 'SHA1', checksum } = info
  const digits = hexDigits[algorithm]
  if (checksum.length !== digits || !/^[0-9a-f]+$/i.test(checksum))
    throw accessionError('accession.update_session.checksum_malformed', [algorithm, digits])
  return { algorithm, value: checksum.toLowerCase() }
}
