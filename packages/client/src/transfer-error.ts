import type { LocalizableMessage } from '@accession/core/contract'

/** A session or one of its files that came to a bad end, with the server's reason when it gave one. */
export class TransferError extends Error {
  override readonly name = 'TransferError'
  /** The file it is about, when it is about one. */
  readonly file: string | undefined
  readonly reason: LocalizableMessage | undefined

  constructor(message: string, about: { file?: string; reason?: LocalizableMessage | undefined }) {
    super(about.reason ? `${message}: ${about.reason.default_message}` : message)
    this.file = about.file
    this.reason = about.reason
  }
}
