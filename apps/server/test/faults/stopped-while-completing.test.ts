import { expect, it, onTestFinished } from 'vitest'
import { seededRandom } from '../crash/seeded-random.ts'
import {
  ApiError,
  itemPath,
  libraryApi,
  sessionPath,
  signIn,
  upload,
} from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { admin, adminPassword, bytesOf, complete } from './served-library.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const rounds = isLong ? 60 : 3
const sessionsPerRound = 8

it(
  'SIGTERM while sessions are completed leaves each done or as it was',
  { timeout: 600_000 },
  async () => {
    const seed = Number(process.env['ACCESSION_TEST_SEED'] ?? (isLong ? Date.now() % 1e6 : 1))
    const random = seededRandom(seed)
    const variables = { ACCESSION_DATA: temporaryFolder(), ACCESSION_ADMIN_PASSWORD: adminPassword }
    const start = async () => {
      const server = await startServerProcess(variables)
      onTestFinished(() => server.signal('SIGKILL'))
      return server
    }
    let server = await start()
    const { token } = await signIn(server.url, admin, adminPassword)
    const libraryId = await libraryApi(server.url, token).createLibrary('images')
    for (let round = 0; round < rounds; round++) {
      const api = libraryApi(server.url, token)
      const opened = await Promise.all(
        Array.from({ length: sessionsPerRound }, async (_, index) => {
          const itemId = await api.createItem(libraryId, `${round}-${index}`)
          const sessionId = await api.createSession(itemId)
          await upload(await api.addFile(sessionId, 'a.img', 10), bytesOf(10))
          return { itemId, sessionId }
        }),
      )
      const completing = opened.map(({ sessionId }) => complete(api, sessionId))
      const ends = Promise.allSettled(completing)
      setTimeout(() => server.signal('SIGTERM'), random.below(12))
      const outcomes = await ends
      expect(await server.exited, `seed ${seed}`).toEqual({ code: 0, signal: null })

      server = await start()
      const again = libraryApi(server.url, token)
      for (const [index, { itemId, sessionId }] of opened.entries()) {
        const { state } = await again.call<{ state: string }>('GET', sessionPath(sessionId))
        const { content_version } = await again.call<{ content_version: string }>(
          'GET',
          itemPath(itemId),
        )
        const outcome = outcomes[index]
        if (outcome?.status === 'fulfilled') expect(state, `seed ${seed}`).toBe('DONE')
        else if (outcome?.reason instanceof ApiError) expect(outcome.reason.status).toBe(503)
        expect([state, content_version], `seed ${seed}`).toBeOneOf([
          ['DONE', '2'],
          ['ACTIVE', '1'],
        ])
        if (state === 'ACTIVE') await complete(again, sessionId)
        expect((await again.download(itemId)).get('a.img')).toEqual(bytesOf(10))
      }
    }
  },
)
