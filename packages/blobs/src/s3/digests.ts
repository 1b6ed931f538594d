/** SHA-256 in lower-case hex. */
export const sha256Hex = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The base64 that checksum headers hold, from hex. */
export const base64OfHex = (hex: string): string =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))))

/** The hex of what a checksum header holds; undefined where it is no whole SHA-256. */
export const sha256OfBase64 = (base64: string): string | undefined => {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(base64)) return undefined
  return hexOf(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
}
