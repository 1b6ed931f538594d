import type { Answering } from '../answer/answering.ts'
import type { Host } from '../host.ts'
import { publicOrigin } from '../request/caller-origin.ts'
import { buildDocument } from './build-document.ts'
import type { DocumentFacts } from './build-document.ts'
import { pageStyle } from './page/page-style.ts'
import { writePage } from './page/write-page.ts'
import { textRoute } from './text-route.ts'

/** A page that shows text in the colours of its own style sheet, and can do nothing else. */
const pagePolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

/** The document for programs, and the page that shows it to people. */
export const documentRoutes = (
  { publicUrl }: Pick<Host, 'publicUrl'>,
  { hasMetrics }: Pick<DocumentFacts, 'hasMetrics'>,
): readonly Answering[] => {
  const url = publicUrl ? publicOrigin(publicUrl) : '/'
  const build = () => buildDocument({ url, hasMetrics })
  return [
    textRoute({
      route: '/openapi.json',
      mediaType: 'application/json',
      make: () => JSON.stringify(build()),
    }),
    textRoute({
      route: '/docs',
      mediaType: 'text/html; charset=utf-8',
      policy: pagePolicy,
      make: () => writePage(build()),
    }),
    textRoute({
      route: '/docs/style.css',
      mediaType: 'text/css; charset=utf-8',
      make: () => pageStyle,
    }),
  ]
}
