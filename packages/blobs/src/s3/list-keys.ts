import type { S3Client } from './s3-client.ts'
import { elements, elementText } from './xml.ts'

export interface ListedKey {
  readonly key: string
  /** Bytes. */
  readonly size: number
}

/** The keys that begin with this and have no `/` after it, asked for a thousand at a time. */
export async function* listKeys(
  client: S3Client,
  prefix: string,
): AsyncGenerator<ListedKey, void, undefined> {
  let token: string | undefined
  do {
    const { body } = await client.send({
      method: 'GET',
      query: {
        'list-type': '2',
        'encoding-type': 'url',
        delimiter: '/',
        prefix,
        ...(token !== undefined && { 'continuation-token': token }),
      },
    })
    for (const entry of elements(body, 'Contents')) {
      const key = decodeURIComponent((elementText(entry, 'Key') ?? '').replaceAll('+', '%20'))
      yield { key, size: Number(elementText(entry, 'Size')) }
    }
    const isCut = elementText(body, 'IsTruncated') === 'true'
    token = isCut ? elementText(body, 'NextContinuationToken') : undefined
  } while (token !== undefined)
}
