import type { ChecksumInfo } from '@accession/core/contract'

/**
 * The headers that the signature of an upload's URL covers, and that go with its bytes therefore;
 * none where the URL is not of that kind.
 */
export const presignedHeaders = (
  url: string,
  checksum: ChecksumInfo | undefined,
): Readonly<Record<string, string>> => {
  const signed = signedHeaders(url)
  return {
    ...(signed.includes('if-none-match') && { 'if-none-match': '*' }),
    ...(signed.includes(checksumHeader) &&
      checksum && { [checksumHeader]: base64OfHex(checksum.checksum) }),
  }
}

/** Whether a URL stores bytes only where there are none: a refusal then means that some are there. */
export const storesOnce = (url: string): boolean => signedHeaders(url).includes('if-none-match')

const checksumHeader = 'x-amz-checksum-sha256'

const signedHeaders = (url: string): readonly string[] =>
  URL.canParse(url)
    ? (new URL(url).searchParams.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';')
    : []

const base64OfHex = (hex: string): string =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))))
