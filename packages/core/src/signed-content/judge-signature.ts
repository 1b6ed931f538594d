import type { World } from '../world.ts'
import type { SignedBy } from './check-signature.ts'
import { judgeSigner } from './judge-signer.ts'
import type { SignerVerdict } from './judge-signer.ts'
import { loadTrusted } from './load-trusted.ts'

/** Holds whoever has signed against the certificates that are trusted now. */
export const judgeSignature = async (
  world: Pick<World, 'store' | 'signatures' | 'clock'>,
  signedBy: SignedBy,
): Promise<SignerVerdict> =>
  judgeSigner(world.signatures, signedBy, await loadTrusted(world), world.clock.now())
