import type { Hashing } from '@accession/core/ports'
import type { Answering } from '../answer/answering.ts'
import { apiDialect } from '../api/api-dialect.ts'
import { isTagListed } from '../transfers/entity-tag.ts'

/** A text that is the same for everybody, and how it is answered. */
export interface PublicText {
  readonly route: string
  readonly mediaType: string
  /** The `Content-Security-Policy` of its answers, where it is a page. */
  readonly policy?: string
  /** Makes the text; called once, when somebody first asks for it. */
  readonly make: () => string
}

/**
 * Answers a text to whoever asks. Nothing in it depends on the caller, so it may be kept: whoever has
 * it asks again with its tag, and gets 304 while it is the same.
 */
export const textRoute = ({ route, mediaType, policy, make }: PublicText): Answering => {
  let kept: { readonly text: string; readonly etag: string } | undefined
  return {
    route,
    dialect: 'none',
    writeError: (error) => apiDialect.writeError(error),
    async respond({ context, world }) {
      kept ??= await tagged(world.hashing, make())
      const { text, etag } = kept
      const headers = {
        'cache-control': 'no-cache',
        etag,
        ...(policy !== undefined && { 'content-security-policy': policy }),
      }
      if (isTagListed(context.req.raw.headers.get('if-none-match'), etag))
        return { status: 304, headers }
      return { status: 200, headers: { ...headers, 'content-type': mediaType }, body: text }
    },
  }
}

const tagged = async (hashing: Hashing, text: string) => {
  const digest = hashing.digest('SHA256')
  await digest.update(new TextEncoder().encode(text))
  return { text, etag: `"${(await digest.hex()).slice(0, 32)}"` }
}
