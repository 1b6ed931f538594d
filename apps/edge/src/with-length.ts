/**
 * The answer with a body that ends at its `Content-Length`. Of any other body a Worker does not
 * know the length, drops the header and sends chunks.
 */
export const withLength = (response: Response): Response => {
  const length = response.headers.get('content-length')
  if (!response.body || length === null) return response
  return new Response(response.body.pipeThrough(new FixedLengthStream(Number(length))), response)
}
