/** The bytes that a request says its body has; undefined where it does not say. */
export const declaredLength = (headers: Headers): number | undefined => {
  const text = headers.get('content-length')
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
