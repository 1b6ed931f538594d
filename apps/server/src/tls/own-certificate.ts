import { readFile } from 'node:fs/promises'
import { readServerCertificate } from './server-certificate.ts'
import type { ServerCertificate } from './server-certificate.ts'

/** The files of a certificate that an operator keeps. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

/** Reads a certificate and its key; throws an `Error` that names the files and what is wrong. */
export const readOwnCertificate = async (files: CertificateFiles): Promise<ServerCertificate> => {
  const [cert, key] = await Promise.all([readText(files.cert), readText(files.key)])
  try {
    return readServerCertificate(cert, key)
  } catch (cause) {
    const why = (cause as Error).message
    throw new Error(`${why} (certificate ${files.cert}, key ${files.key})`, { cause })
  }
}

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'error'
    throw new Error(`The file ${path} cannot be read (${why})`, { cause })
  }
}
