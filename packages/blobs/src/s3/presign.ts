import { AwsV4Signer } from 'aws4fetch'
import type { BlobPresigning } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { base64OfHex, sha256OfBase64 } from './digests.ts'
import type { S3BlobStoreOptions } from './s3-blob-store-options.ts'
import type { S3Client } from './s3-client.ts'
import { isS3Error, throwStorageError } from './s3-error.ts'

/** Makes URLs that a client may use instead of us, for one blob and a while. */
export const createPresigning = (client: S3Client, options: S3BlobStoreOptions): BlobPresigning => {
  const { credentials } = options
  const presign = async (
    method: 'GET' | 'PUT',
    url: URL,
    when: { readonly signedAt: number; readonly seconds: number },
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    url.searchParams.set('X-Amz-Expires', String(when.seconds))
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: { ...headers },
      service: 's3',
      region: options.region,
      signQuery: true,
      // The length too, which signers leave out as a rule.
      allHeaders: true,
      datetime: new Date(when.signedAt).toISOString().replace(/[:-]|\.\d{3}/g, ''),
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken }),
    })
    return (await signer.sign()).url.href.replaceAll('+', '%20')
  }

  return {
    async uploadUrl(id, { size, sha256, signedAt, seconds }) {
      checkBlobId(id)
      const url = client.address.publicUrl(client.address.key(id))
      return presign(
        'PUT',
        url,
        { signedAt, seconds },
        {
          'content-length': String(size),
          'if-none-match': '*',
          'x-amz-checksum-sha256': base64OfHex(sha256),
        },
      )
    },

    async downloadUrl(id, { headers, signedAt, seconds }) {
      checkBlobId(id)
      const url = client.address.publicUrl(client.address.key(id))
      for (const [name, value] of Object.entries(headers)) {
        url.searchParams.set(`response-${name}`, value)
      }
      return presign('GET', url, { signedAt, seconds })
    },

    async arrived(id) {
      checkBlobId(id)
      const key = client.address.key(id)
      try {
        const { headers } = await client.send({
          method: 'HEAD',
          key,
          headers: { 'x-amz-checksum-mode': 'ENABLED' },
        })
        const size = Number(headers.get('content-length'))
        const sha256 = sha256OfBase64(headers.get('x-amz-checksum-sha256') ?? '')
        return { size, ...(sha256 !== undefined && { sha256 }) }
      } catch (error) {
        return isS3Error(error, 'NoSuchKey', 'Status404') ? undefined : throwStorageError(error)
      }
    },
  }
}
