import { X509Certificate } from 'node:crypto'
import { FetchError } from '@accession/core/ports'
import type { PinnedCertificate } from '@accession/core/ports'

/** How a server's certificate is judged. */
export type Pin =
  | { readonly kind: 'none' }
  | { readonly kind: 'sha256' | 'sha1'; readonly digest: string }
  | { readonly kind: 'certificate'; readonly certificate: X509Certificate; readonly pem: string }

const wrong = (text: string, cause?: unknown): FetchError =>
  new FetchError('CERTIFICATE_ERROR', text, { cause })

/** Reads what a certificate is pinned by: the certificate itself where both are given. */
export const readPin = ({ thumbprint, certificate }: PinnedCertificate = {}): Pin => {
  if (certificate !== undefined) return certificatePin(certificate)
  if (thumbprint === undefined) return { kind: 'none' }
  const digest = thumbprint.replaceAll(/[:\s]/g, '').toUpperCase()
  if (!/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(digest)) {
    throw wrong('The thumbprint of the certificate is neither a SHA-256 nor a SHA-1 in hex.')
  }
  return { kind: digest.length === 64 ? 'sha256' : 'sha1', digest }
}

const certificatePin = (pem: string): Pin => {
  try {
    return { kind: 'certificate', certificate: new X509Certificate(pem), pem }
  } catch (error) {
    throw wrong('The certificate that the server is to show is not PEM.', error)
  }
}

/** What was found out about the certificate that a server shows. */
export interface ShownCertificate {
  readonly host: string
  readonly shown: X509Certificate
  /** Why the usual checks fail (trust, name and time, or with a pinned one trust in that); undefined where they do not. */
  readonly fault: string | undefined
}

/**
 * Throws CERTIFICATE_ERROR unless the certificate is believed. A SHA-256, or the certificate itself,
 * takes the place of every other check; a SHA-1 can be forged, so it only adds to them.
 */
export const checkPin = (
  pin: Pin,
  { host, shown, fault }: ShownCertificate,
  isShaOneEnough: boolean,
): void => {
  const refuse = (text: string): never => {
    throw wrong(`The certificate of ${host} ${text}.`)
  }
  if (pin.kind === 'sha256') {
    if (digestOf(shown.fingerprint256) !== pin.digest) refuse('has another SHA-256 thumbprint')
    return
  }
  if (pin.kind === 'certificate' && shown.raw.equals(pin.certificate.raw)) return
  if (pin.kind === 'sha1' && digestOf(shown.fingerprint) !== pin.digest) {
    refuse('has another SHA-1 thumbprint')
  }
  if (pin.kind === 'sha1' && isShaOneEnough) return
  if (fault !== undefined) {
    const why = pin.kind === 'sha1' ? ', and a SHA-1 thumbprint is not enough' : ''
    refuse(`is not believed (${fault})${why}`)
  }
}

const digestOf = (fingerprint: string): string => fingerprint.replaceAll(':', '')
