import type { S3BlobStoreOptions } from './s3-blob-store-options.ts'

/** Where keys of a bucket are. */
export interface S3Address {
  /** The URL of a key below the prefix, or of the bucket. */
  readonly url: (key?: string) => URL
  /** The whole key of a blob, or of what else is kept below the prefix. */
  readonly key: (name: string) => string
  /** The same place as clients reach it. */
  readonly publicUrl: (key: string) => URL
}

/** The addresses of a bucket, path-style or virtual-host-style. */
export const s3Address = (options: S3BlobStoreOptions): S3Address => {
  const { bucket, endpoint, publicEndpoint = endpoint } = options
  const prefix = (options.prefix ?? '').replace(/^\/+|\/+$/g, '')
  const inside = prefix === '' ? '' : `${prefix}/`
  const at = (base: string, key = ''): URL => {
    const url = new URL(base)
    const folder = url.pathname.replace(/\/+$/, '')
    const path = key.split('/').map(encodeSegment).join('/')
    if (options.pathStyle ?? !url.hostname.endsWith('.amazonaws.com')) {
      url.pathname = `${folder}/${encodeSegment(bucket)}${key === '' ? '' : `/${path}`}`
    } else {
      url.host = `${bucket}.${url.host}`
      url.pathname = `${folder}/${path}`
    }
    return url
  }
  return {
    url: (key) => at(endpoint, key),
    key: (name) => inside + name,
    publicUrl: (key) => at(publicEndpoint, key),
  }
}

/** As signatures want it: all but letters, digits and `-._~` in percents. */
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
