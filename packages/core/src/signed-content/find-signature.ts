import { storedMessage } from '../messages/stored-message.ts'
import type { ContentSigning } from '../ports/content-signing.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { Judgement } from '../ports/item-type.ts'
import { readStoredFile } from '../transfers/read-stored-file.ts'
import type { World } from '../world.ts'
import { checkSignature } from './check-signature.ts'
import type { SignedBy } from './check-signature.ts'

/** What the files of a session show of who has signed them. */
export interface FoundSignature extends Pick<Judgement, 'missing' | 'invalid'> {
  /** Not set where nobody has, or not rightly: then a file is missing or invalid. */
  readonly signedBy?: SignedBy
}

const unsigned: FoundSignature = { missing: [], invalid: [] }

/**
 * Holds the signature that a session brings against the manifest that it brings. Bytes are read only
 * where there is one: those of the manifest, which its type has bounded.
 */
export const findSignature = async (
  world: World,
  signing: ContentSigning,
  changed: readonly UpdateSessionFile[],
): Promise<FoundSignature> => {
  const stored = changed.filter(({ change, status }) => change === 'ADD' && status === 'READY')
  const certificate = stored.find(({ name }) => signing.partOf(name) === 'certificate')
  if (!certificate) return unsigned
  // It came before the item was of this type, and nobody has looked into it yet.
  if (!certificate.inspection) return { missing: [certificate.name], invalid: [] }
  const statement = signing.readStatement(certificate.inspection)
  const { signedFile } = statement
  if (signing.partOf(signedFile) !== 'manifest') {
    const message = storedMessage('accession.signed_content.no_manifest', [signedFile])
    return { missing: [], invalid: [{ name: certificate.name, message }] }
  }
  const manifest = stored.find(({ name }) => name === signedFile)
  if (!manifest?.blobId) return { missing: [signedFile], invalid: [] }
  const { name, blobId, size } = manifest
  const stream = await readStoredFile(world, { name, blobId, size: size ?? 0 })
  const signed = new Uint8Array(await new Response(stream).arrayBuffer())
  const found = checkSignature(world.signatures, statement, signed)
  if ('signer' in found) return { missing: [], invalid: [], signedBy: found }
  return { missing: [], invalid: [{ name: certificate.name, message: found }] }
}
