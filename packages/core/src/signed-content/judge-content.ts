import { storedMessage } from '../messages/stored-message.ts'
import type { ContentSigning } from '../ports/content-signing.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType, JudgedFile, Judgement } from '../ports/item-type.ts'
import { isStrict } from '../security-policies/security-policies.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'
import { findSignature } from './find-signature.ts'
import { judgeSignature } from './judge-signature.ts'
import type { SignerVerdict } from './judge-signer.ts'

/** What is wrong with the signature of content, or who has signed it. */
export interface SignatureJudgement extends Pick<Judgement, 'missing' | 'invalid'> {
  /** Not set where nobody has signed. */
  readonly verdict?: SignerVerdict
}

interface SessionContent {
  readonly found: UpdateSessionInItem
  /** What the session does to files. */
  readonly changed: readonly UpdateSessionFile[]
  /** The files of the item as it would be. */
  readonly files: readonly JudgedFile[]
}

const nothingToSay: SignatureJudgement = { missing: [], invalid: [] }

/**
 * Judges by whom content is signed. A signature counts for the whole of it: whatever is kept must have
 * the digest that the signed manifest says, be there other manifests or not. Where the library is
 * strict, content that changes must be signed.
 */
export const judgeContentSignature = async (
  world: World,
  type: ItemType,
  { found, changed, files }: SessionContent,
): Promise<SignatureJudgement> => {
  const { signing } = type
  if (!signing || changed.length === 0) return nothingToSay
  const inspections = new Map(files.map(({ name, inspection }) => [name, inspection]))
  const known = changed.map((file) => ({
    ...file,
    inspection: file.inspection ?? inspections.get(file.name) ?? null,
  }))
  const { missing, invalid, signedBy } = await findSignature(world, signing, known)
  if (missing.length + invalid.length > 0) return { missing, invalid }
  if (signedBy) {
    const beside = filesBeside(signedBy.signedFile, type, files)
    return { missing, invalid: beside, verdict: await judgeSignature(world, signedBy) }
  }
  return isStrict(found.library.options, found.item)
    ? { missing: missingParts(signing, files), invalid }
    : nothingToSay
}

const filesBeside = (
  manifest: string,
  type: ItemType,
  files: readonly JudgedFile[],
): SignatureJudgement['invalid'] => {
  const signed = files.filter(({ name }) => name === manifest)
  const isCovered = ({ name, digests }: JudgedFile): boolean => {
    const said = type.expectedDigest(name, signed)
    return digests.some(
      ({ algorithm, value }) => algorithm === said?.algorithm && value === said.value,
    )
  }
  return files
    .filter((file) => type.roleOf(file.name).isKept && !isCovered(file))
    .map(({ name }) => ({
      name,
      message: storedMessage('accession.signed_content.not_in_manifest', [name]),
    }))
}

/** What makes content signed and has not come; an item without a descriptor has no content. */
const missingParts = (signing: ContentSigning, files: readonly JudgedFile[]): readonly string[] => {
  const descriptor = files.find(({ name }) => signing.partOf(name) === 'descriptor')
  if (!descriptor) return []
  const { manifest, certificate } = signing.filesOf(descriptor.name)
  return files.some(({ name }) => name === manifest) ? [certificate] : [manifest, certificate]
}
