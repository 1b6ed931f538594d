import type { AccessionError } from '@accession/core/errors'

/** What every request hears while the deployment is not complete. */
export const unpreparedAnswer = ({ type, messages }: AccessionError): Response =>
  Response.json(
    { error_type: type, messages },
    { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '5' } },
  )
