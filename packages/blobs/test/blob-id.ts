import { randomBytes } from 'node:crypto'

/** A key as the system makes them: it begins with the time. */
export const newBlobId = (): string => {
  const time = Date.now().toString(16).padStart(12, '0')
  const rest = randomBytes(9).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6)}`
}
