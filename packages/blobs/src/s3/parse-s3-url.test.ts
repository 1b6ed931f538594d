import { describe, expect, it } from 'vitest'
import { parseS3Url } from './parse-s3-url.ts'
import { s3Address } from './s3-address.ts'

const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' }
const aws = { ...keys, AWS_REGION: 'eu-central-1' }

describe('the address of a bucket', () => {
  it('says where it is, and how it is used', () => {
    const text =
      's3://images/a/b%20c/?endpoint=http://minio:9000&region=here&path-style=false&part-size=16&parts-at-once=2&public-endpoint=https://s3.example.com'
    expect(parseS3Url(text, { ...keys, AWS_SESSION_TOKEN: 'token' })).toEqual({
      bucket: 'images',
      prefix: 'a/b c',
      region: 'here',
      endpoint: 'http://minio:9000/',
      publicEndpoint: 'https://s3.example.com/',
      pathStyle: false,
      partSizeBytes: 16 * 1024 * 1024,
      partsAtOnce: 2,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'token' },
    })
  })

  it('leaves to the usual variables what it does not say', () => {
    expect(parseS3Url('s3://images', aws)).toMatchObject({
      bucket: 'images',
      prefix: '',
      region: 'eu-central-1',
      endpoint: 'https://s3.eu-central-1.amazonaws.com/',
    })
    const endpoints = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_S3: 'http://s3' }
    const others = { ...keys, ...endpoints, AWS_DEFAULT_REGION: 'there' }
    expect(parseS3Url('s3://images', others)).toMatchObject({
      region: 'there',
      endpoint: 'http://s3/',
    })
  })

  it.each([
    ['https://images', aws, 'given as s3://bucket/prefix'],
    ['s3:///prefix', aws, 'given as s3://bucket/prefix'],
    ['s3://key:secret@images', aws, 'AWS_ACCESS_KEY_ID'],
    ['s3://images?regoin=x', aws, 'regoin'],
    ['s3://images?region=x&region=y', aws, 'more than once'],
    ['s3://images', keys, 'AWS_REGION'],
    ['s3://images/%zz', aws, 'badly encoded'],
    ['s3://images?region=x', {}, 'AWS_ACCESS_KEY_ID'],
    ['s3://images?region=x', { AWS_ACCESS_KEY_ID: 'key' }, 'AWS_SECRET_ACCESS_KEY'],
    ['s3://images?path-style=maybe', aws, 'true or false'],
    ['s3://images?part-size=0', aws, 'whole number'],
    ['s3://images?endpoint=minio', aws, 'https://'],
    ['s3://images?endpoint=http://a:secret@b', aws, 'https://'],
  ])('is refused clearly: %s', (text, environment, reason) => {
    expect(() => parseS3Url(text, environment)).toThrow(reason)
    expect(() => parseS3Url(text, environment)).not.toThrow(/secret/)
  })
})

describe('the address of a key', () => {
  const options = {
    region: 'x',
    bucket: 'images',
    credentials: { accessKeyId: '', secretAccessKey: '' },
  }

  it('has the bucket in its path, or in its host at AWS or when asked', () => {
    const minio = s3Address({ ...options, endpoint: 'http://minio:9000/s3/', prefix: "/a/b '+/" })
    expect(minio.url(minio.key('k')).href).toBe('http://minio:9000/s3/images/a/b%20%27%2B/k')
    expect(minio.url().href).toBe('http://minio:9000/s3/images')
    const amazon = s3Address({ ...options, endpoint: 'https://s3.x.amazonaws.com' })
    expect(amazon.url(amazon.key('k')).href).toBe('https://images.s3.x.amazonaws.com/k')
    const virtual = s3Address({ ...options, endpoint: 'http://minio:9000', pathStyle: false })
    expect(virtual.url('k').href).toBe('http://images.minio:9000/k')
    expect(virtual.url().href).toBe('http://images.minio:9000/')
  })

  it('is another one for clients where that is set', () => {
    const both = s3Address({ ...options, endpoint: 'http://in', publicEndpoint: 'https://out' })
    expect([both.url('k').href, both.publicUrl('k').href]).toEqual([
      'http://in/images/k',
      'https://out/images/k',
    ])
  })
})
