import { enumeration, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** The digests that a file can be checked against. */
export const checksumAlgorithm = enumeration(
  'com.vmware.content.library.item.file.checksum_algorithm',
  ['SHA1', 'MD5', 'SHA256', 'SHA512'],
)
export type ChecksumAlgorithm = Infer<typeof checksumAlgorithm>

/** A digest of a file in hexadecimal, either case; SHA1 unless said otherwise. */
export const checksumInfo = structure('com.vmware.content.library.item.file.checksum_info', {
  algorithm: optional(checksumAlgorithm),
  checksum: string,
})
export type ChecksumInfo = Infer<typeof checksumInfo>
