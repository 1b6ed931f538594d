import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { StartError } from '../start-error.ts'

/** Listens, and answers where; port 0 takes a free one. */
export const listen = async (
  server: Server,
  host: string,
  port: number,
  protocol: 'http' | 'https' = 'http',
): Promise<URL> => {
  server.listen({ host, port })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new StartError(adviceOn(error as NodeJS.ErrnoException, host, port), { cause: error })
  }
  const { address, port: taken } = server.address() as AddressInfo
  return new URL(`${protocol}://${reachable(address)}:${taken}`)
}

const adviceOn = (
  { code = 'error' }: NodeJS.ErrnoException,
  host: string,
  port: number,
): string => {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use: stop the program that listens there, or choose another port (--port, ACCESSION_PORT).`
    case 'EACCES':
      return `Port ${port} of ${host} is not allowed to this user: choose one from 1024 on with ACCESSION_PORT.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine: choose another with ACCESSION_HOST.`
    default:
      return `Cannot listen on port ${port} of ${host} (${code}).`
  }
}

/** An address that stands for all of them is reached over loopback. */
const reachable = (address: string): string => {
  if (address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '[::1]'
  return address.includes(':') ? `[${address}]` : address
}
