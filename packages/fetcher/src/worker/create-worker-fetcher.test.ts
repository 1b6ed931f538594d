import { describe, expect, it } from 'vitest'
import { requestTo, textOf } from '../../test/reading.ts'
import { createWorkerFetcher } from './create-worker-fetcher.ts'

/** A runtime's `fetch` that answers by a table, and what it was asked. */
const runtime = (answers: Readonly<Record<string, () => Response>>) => {
  const asked: { url: string; headers: Headers; redirect: string | undefined }[] = []
  const fetch = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    asked.push({ url: String(url), headers: new Headers(init.headers), redirect: init.redirect })
    const answer = answers[String(url)]
    if (!answer) throw new TypeError('Network connection lost')
    return answer()
  }
  return { fetch: fetch as typeof globalThis.fetch, asked }
}

const redirectTo = (location: string) => () =>
  new Response(null, { status: 302, headers: { location } })

describe('a fetcher of a Worker', () => {
  it('follows redirects itself, and keeps credentials to their origin', async () => {
    const { fetch, asked } = runtime({
      'https://a.example/': redirectTo('https://b.example/x'),
      'https://b.example/x': () => new Response('hello', { headers: { etag: '"1"' } }),
    })
    const credentials = { userName: 'vcsp', password: 'secret' }
    const answer = await createWorkerFetcher({ fetch }).fetch(
      requestTo('https://a.example/', { credentials }),
    )
    expect([answer.status, answer.url, answer.header('etag')]).toEqual([
      200,
      'https://b.example/x',
      '"1"',
    ])
    expect(await textOf(answer)).toBe('hello')
    expect(asked.map(({ headers }) => headers.get('authorization') !== null)).toEqual([true, false])
    expect(asked.map(({ redirect }) => redirect)).toEqual(['manual', 'manual'])
  })

  it('judges each hop by its name and its literal address', async () => {
    const { fetch, asked } = runtime({
      'https://a.example/': redirectTo('https://169.254.169.254/latest'),
      'https://b.example/': redirectTo('https://db.internal/'),
    })
    for (const url of ['https://a.example/', 'https://b.example/'])
      await expect(createWorkerFetcher({ fetch }).fetch(requestTo(url))).rejects.toMatchObject({
        failure: 'FORBIDDEN_ADDRESS',
      })
    expect(asked.map(({ url }) => url)).toEqual(['https://a.example/', 'https://b.example/'])
  })

  it('reaches what is allowed besides', async () => {
    const { fetch } = runtime({ 'http://db.internal:8080/': () => new Response('hello') })
    const fetcher = createWorkerFetcher({ fetch, allow: ['db.internal:8080'] })
    expect(await textOf(await fetcher.fetch(requestTo('http://db.internal:8080/')))).toBe('hello')
    await expect(fetcher.fetch(requestTo('http://db.internal/'))).rejects.toMatchObject({
      failure: 'FORBIDDEN_ADDRESS',
    })
  })

  it.each([{ thumbprint: 'ab'.repeat(32) }, { certificate: 'PEM' }])(
    'pins no certificate, and so fetches nothing: %o',
    async (pinned) => {
      const { fetch, asked } = runtime({})
      const request = requestTo('https://a.example/', { pinned })
      await expect(createWorkerFetcher({ fetch }).fetch(request)).rejects.toMatchObject({
        failure: 'CERTIFICATE_ERROR',
      })
      expect(asked).toEqual([])
      const { signal } = new AbortController()
      expect(
        await createWorkerFetcher({ fetch }).serverCertificate('https://a.example/', signal),
      ).toBe(undefined)
    },
  )

  it('tells who cannot be reached, who is silent and who sends too much', async () => {
    const { fetch } = runtime({
      'https://silent.example/': () => new Response(new ReadableStream()),
      'https://large.example/': () => new Response('x'.repeat(100)),
    })
    const fetcher = createWorkerFetcher({ fetch, limits: { idleMs: 20 } })
    const read = async (url: string): Promise<string> =>
      textOf(await fetcher.fetch(requestTo(url, { bytesMax: 99 })))
    await expect(read('https://nobody.example/secret')).rejects.toMatchObject({
      failure: 'UNREACHABLE',
      message: 'nobody.example cannot be reached.',
    })
    await expect(read('https://silent.example/')).rejects.toMatchObject({ failure: 'TIMED_OUT' })
    await expect(read('https://large.example/')).rejects.toMatchObject({ failure: 'TOO_LARGE' })
  })
})
