import type { TlsSetting } from './setting-values.ts'
import { SettingsError } from './settings-error.ts'

/** What three settings say of TLS; throws a `SettingsError` where they do not go together. */
export const tlsSetting = (
  mode: 'self-signed' | 'off' | undefined,
  cert: string | undefined,
  key: string | undefined,
): TlsSetting | undefined => {
  if (mode !== undefined && (cert !== undefined || key !== undefined)) {
    throw new SettingsError(
      `ACCESSION_TLS is ${mode}, and yet there is an ACCESSION_TLS_CERT or ACCESSION_TLS_KEY: leave out the one or the other.`,
    )
  }
  if (mode === 'self-signed') return { kind: 'self-signed' }
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) {
    throw new SettingsError(
      'ACCESSION_TLS_CERT and ACCESSION_TLS_KEY go together: one of them is missing.',
    )
  }
  return { kind: 'files', cert, key }
}
