const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g
const mac = /(\/transfers\/\w+\/[^/]+\/[^/]+\/)[\w-]+/g

/**
 * Makes what differs by nature from run to run the same: ids by the order in which they appear, the
 * address of the server, the secret part of transfer addresses. Of times only that they are there: two
 * that were one in a run may be a millisecond apart in the next.
 */
export const createNormalizer = (origin: string): (<T>(value: T) => T) => {
  const ids = new Map<string, string>()
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `<id ${ids.size + 1}>`
    ids.set(id, known)
    return known
  }
  return (value) => {
    const text = JSON.stringify(value) as string | undefined
    if (text === undefined) return value
    const normal = text
      .replaceAll(mac, '$1<mac>')
      .replaceAll(uuid, idOf)
      .replaceAll(moment, '<time>')
      .replaceAll(origin, '<server>')
    return JSON.parse(normal) as typeof value
  }
}
