import type { Target } from '../policy/target.ts'

/** A proxy that requests go through; its own address is the operator's choice, and not judged. */
export interface Proxy {
  readonly isSecure: boolean
  readonly host: string
  readonly port: number
  /** The header that it is signed in to with. */
  readonly authorization: string | undefined
}

/** Which requests go through which proxy. */
export interface Proxies {
  /** Undefined: the server is connected to directly. */
  proxyFor(target: Target): Proxy | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case; throws a `TypeError` that names the one that is wrong. */
export const readProxies = (environment: Environment): Proxies => {
  const plain = readProxy(environment, 'http_proxy')
  const secure = readProxy(environment, 'https_proxy')
  const exceptions = valueOf(environment, 'no_proxy')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((each) => each !== '')
  return {
    proxyFor(target) {
      const proxy = target.isSecure ? secure : plain
      return proxy && !exceptions.some((each) => isMeant(each, target)) ? proxy : undefined
    },
  }
}

const valueOf = (environment: Environment, name: string): string =>
  environment[name] || environment[name.toUpperCase()] || ''

const readProxy = (environment: Environment, name: string): Proxy | undefined => {
  const text = valueOf(environment, name)
  if (text === '') return undefined
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`${name.toUpperCase()} is not the http or https address of a proxy.`)
  }
  const isSecure = url.protocol === 'https:'
  const credentials = [url.username, url.password].map(decodeURIComponent).join(':')
  return {
    isSecure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isSecure ? 443 : 80)),
    authorization:
      credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
  }
}

/** `*`, a name with all below it, with or without a dot in front, or an address; each perhaps with a port. */
const isMeant = (exception: string, { host, port }: Target): boolean => {
  if (exception === '*') return true
  const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(exception) ?? []
  const isAddress = exception.split(':').length > 2
  if (isAddress) return exception.replaceAll(/[[\]]/g, '') === host
  if (onlyPort !== undefined && Number(onlyPort) !== port) return false
  const bare = name.replace(/^\*?\./, '')
  return host === bare || host.endsWith(`.${bare}`)
}
