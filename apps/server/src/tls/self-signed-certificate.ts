import { createPrivateKey, generateKeyPair, randomUUID, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeCertificate } from './make-certificate.ts'
import { readServerCertificate } from './server-certificate.ts'
import type { ServerCertificate } from './server-certificate.ts'

const day = 24 * 3600 * 1000

/** How long a certificate is good: browsers take none that is good for longer than 398 days. */
const validMs = 397 * day
/** A certificate that ends within this is replaced. */
const renewedBeforeMs = 30 * day
/** Clients' clocks may be this late. */
const lateMs = day

export interface SelfSigned {
  /** Keeps the certificate and its key; without a folder they are made anew at each start. */
  readonly folder: string | undefined
  /** DNS names and addresses under which clients call. */
  readonly names: readonly string[]
}

/**
 * The certificate that the server made for itself, renewed where it is about to end or where the
 * names changed. Its key stays, so that who knows the server by the key still does. Throws an
 * `Error` that names the file which cannot be used.
 */
export const selfSignedCertificate = async (
  { folder, names }: SelfSigned,
  now = Date.now(),
): Promise<ServerCertificate> => {
  const makeFor = (key: KeyObject): string =>
    makeCertificate({ names, key, notBefore: now - lateMs, notAfter: now + validMs })
  if (folder === undefined) {
    const key = await newKey()
    return readServerCertificate(makeFor(createPrivateKey(key)), key)
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const key = await keptKey(join(folder, 'key.pem'))
  const made = makeFor(readKey(key, folder))
  const path = join(folder, 'certificate.pem')
  const kept = await readIfThere(path)
  if (kept !== undefined && isStillGood(kept, made, now)) return readServerCertificate(kept, key)
  await replaceFile(path, made)
  return readServerCertificate(made, key)
}

const newKey = async (): Promise<string> => {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** The first of several processes that start at once makes the key for all of them. */
const keptKey = async (path: string): Promise<string> => {
  const kept = await readIfThere(path)
  if (kept !== undefined) return kept
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, await newKey(), { mode: 0o600, flag: 'wx', flush: true })
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(temporary, { force: true })
  }
  return readFile(path, 'utf8')
}

const readKey = (pem: string, folder: string): KeyObject => {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new Error(
      `${join(folder, 'key.pem')} is no private key: remove it, and another one is made`,
    )
  }
}

/** Whether the kept certificate is what would be made now, but for its times. */
const isStillGood = (kept: string, made: string, now: number): boolean => {
  let before: X509Certificate
  try {
    before = new X509Certificate(kept)
  } catch {
    return false
  }
  const after = new X509Certificate(made)
  return (
    before.subject === after.subject &&
    before.subjectAltName === after.subjectAltName &&
    before.publicKey.equals(after.publicKey) &&
    Date.parse(before.validFrom) <= now &&
    Date.parse(before.validTo) - renewedBeforeMs > now
  )
}

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Error(`${path} cannot be read (${code ?? 'error'})`, { cause: error })
  }
}

/** A reader sees the old file or the new one, and no half of either. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, text, { mode: 0o644, flag: 'wx', flush: true })
  await rename(temporary, path)
}
