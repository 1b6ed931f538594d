import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Certificates and signatures as OpenSSL makes and judges them, in a folder of their own. */
export interface OpenSsl extends Disposable {
  /** Makes a key and its certificate, and answers the certificate in PEM; its issuer must be made. */
  certificate(name: string, given: CertificateOptions): string
  /** The hexadecimal signature of a text by the key of that name. */
  sign(name: string, digest: 'sha1' | 'sha256' | 'sha512', text: string): string
  /** Whether a certificate leads to a trusted one, over others in PEM. */
  verifies(certificate: string, others: readonly string[], trusted: readonly string[]): boolean
}

/** What a certificate is to be. */
export interface CertificateOptions {
  /** @default itself */
  readonly issuer?: string
  /** @default elliptic */
  readonly key?: 'rsa' | 'elliptic'
  /** Of whom it has the name and the key. @default a new one of its own name */
  readonly as?: string
  /** The value of its basic constraints. @default none */
  readonly constraints?: string
  /** Days from now. @default 0, 30 */
  readonly from?: number
  readonly until?: number
}

/** Whether there is an OpenSSL to ask. */
export const hasOpenSsl = (): boolean => {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).startsWith('OpenSSL 3')
  } catch {
    return false
  }
}

const config = `
[ca]
default_ca = own
[own]
database = index
new_certs_dir = made
default_md = sha256
rand_serial = yes
unique_subject = no
policy = any
[any]
commonName = supplied
`

const keyArguments = {
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  elliptic: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
} as const

/** A moment as \`openssl ca\` wants it. */
const timeAfter = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`

/** Opens a folder in which OpenSSL works. */
export const openOpenSsl = (): OpenSsl => {
  const cwd = mkdtempSync(join(tmpdir(), 'accession-openssl-'))
  const run = (...args: readonly string[]): Buffer =>
    execFileSync('openssl', args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  const put = (name: string, content: string): string => {
    writeFileSync(join(cwd, name), content)
    return name
  }
  put('ca.cnf', config)
  put('index', '')
  mkdirSync(join(cwd, 'made'))
  return {
    certificate(name, given) {
      const {
        issuer = name,
        key = 'elliptic',
        as = name,
        constraints,
        from = 0,
        until = 30,
      } = given
      if (as === name) run('genpkey', ...keyArguments[key], '-out', `${name}.key`)
      run('req', '-new', '-key', `${as}.key`, '-subj', `/CN=${as}`, '-out', `${name}.csr`)
      const extensions = constraints ? `basicConstraints=critical,${constraints}\n` : '\n'
      const files = [
        '-extfile',
        put(`${name}.ext`, extensions),
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
      ]
      const times = ['-startdate', timeAfter(from), '-enddate', timeAfter(until)]
      const issuing = issuer === name ? ['-selfsign'] : ['-cert', `${issuer}.pem`]
      const by = [...issuing, '-keyfile', `${issuer === name ? as : issuer}.key`]
      run('ca', '-batch', '-notext', '-config', 'ca.cnf', ...by, ...times, ...files)
      return readFileSync(join(cwd, `${name}.pem`), 'utf8')
    },
    sign(name, digest, text) {
      const file = put('signed', text)
      return run('dgst', `-${digest}`, '-sign', `${name}.key`, file).toString('hex')
    },
    verifies(certificate, others, trusted) {
      const files = [
        '-CAfile',
        put('trusted', trusted.join('')),
        ...(others.length > 0 ? ['-untrusted', put('others', others.join(''))] : []),
      ]
      try {
        run(
          'verify',
          '-partial_chain',
          '-no-CApath',
          '-no-CAstore',
          ...files,
          put('signer', certificate),
        )
        return true
      } catch {
        return false
      }
    },
    [Symbol.dispose]: () => rmSync(cwd, { recursive: true }),
  }
}
