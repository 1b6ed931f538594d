import { describe, expect, it, onTestFinished } from 'vitest'
import { createTestClock, createTestLog } from '@accession/core/testing'
import { followCertificate } from './follow-certificate.ts'
import type { OpenCertificate } from './open-certificate.ts'
import type { ServerCertificate } from './server-certificate.ts'

const minute = 60_000
const day = 24 * 60 * minute

const follow = (read: () => Promise<ServerCertificate>, first: ServerCertificate) => {
  const clock = createTestClock()
  const log = createTestLog()
  const used: string[] = []
  let current = first
  const certificate: OpenCertificate = {
    get current() {
      return current
    },
    read,
    replace: (next) => void (current = next),
  }
  const use = ({ cert }: ServerCertificate): void => void used.push(cert)
  const following = followCertificate(certificate, { clock, log, use })
  onTestFinished(() => following[Symbol.asyncDispose]())
  return { clock, log, used, certificate, following }
}

const start = createTestClock().now()

const certificateOf = (cert: string, expiresAt = start + 90 * day): ServerCertificate => ({
  cert,
  key: `key of ${cert}`,
  fingerprint: `fingerprint of ${cert}`,
  expiresAt,
  isSelfSigned: false,
})

describe('a certificate that is followed', () => {
  it('is taken up within a minute of its replacement, once', async () => {
    let kept = certificateOf('one')
    const { clock, log, used, certificate } = follow(() => Promise.resolve(kept), kept)
    await clock.advance(minute)
    expect(used).toEqual([])
    kept = certificateOf('two')
    await clock.advance(minute)
    await clock.advance(5 * minute)
    expect(used).toEqual(['two'])
    expect(certificate.current.cert).toBe('two')
    expect(log.lines).toMatchObject([
      {
        level: 'info',
        event: 'tls.certificate_taken_up',
        fields: { sha256: 'fingerprint of two', valid_until: '2026-05-01T09:30:00.000Z' },
      },
    ])
  })

  it('stays while what replaces it cannot be used, which is told once', async () => {
    let fails = true
    const one = certificateOf('one')
    const read = async (): Promise<ServerCertificate> => {
      if (fails) throw new Error('the key is not the key of the certificate')
      return certificateOf('two')
    }
    const { clock, log, used, certificate } = follow(read, one)
    await clock.advance(3 * minute)
    expect(used).toEqual([])
    expect(certificate.current).toBe(one)
    expect(log.lines).toMatchObject([
      {
        level: 'error',
        event: 'tls.certificate_not_taken_up',
        cause: new Error('the key is not the key of the certificate'),
      },
    ])
    fails = false
    await clock.advance(minute)
    expect(used).toEqual(['two'])
  })

  it('is told of once a day in the last two weeks before its end', async () => {
    const one = certificateOf('one', start + 15 * day)
    const { clock, log } = follow(() => Promise.resolve(one), one)
    const warnings = () => log.lines.filter(({ event }) => event === 'tls.certificate_ends').length
    const afterADay = async (): Promise<number> => {
      clock.jump(day - minute)
      await clock.advance(minute)
      return warnings()
    }
    await clock.advance(minute)
    expect(warnings()).toBe(0)
    expect(await afterADay()).toBe(1)
    await clock.advance(5 * minute)
    expect(await afterADay()).toBe(2)
  })

  it('is followed no longer once nobody needs it', async () => {
    const { clock, used, following } = follow(
      () => Promise.resolve(certificateOf('two')),
      certificateOf('one'),
    )
    await following[Symbol.asyncDispose]()
    await clock.advance(5 * minute)
    expect(used).toEqual([])
  })
})
