const prefix = 'ACCESSION_'

/** Every setting by its name in a config file and the flag it makes: `publicUrl` is `--public-url`. */
export const settingNames = [
  'host',
  'port',
  'publicUrl',
  'data',
  'adminUser',
  'adminPassword',
  'store',
  'blobs',
  'blobStores',
  'sessionTimeout',
  'sessionRetention',
  'trustedProxies',
  'corsOrigins',
  'allowHttp',
  'tls',
  'tlsCert',
  'tlsKey',
  'logLevel',
  'nodeName',
  'metricsToken',
  'presignedUploads',
  'presignedDownloads',
  'fetchAllow',
  'allowSha1Thumbprint',
  'importDir',
] as const

export type SettingName = (typeof settingNames)[number]

/** Variables of the command line, which the environment of a server may hold as well. */
const clientVariables = ['ACCESSION_SERVER', 'ACCESSION_USER', 'ACCESSION_PASSWORD']

/** Names of variables that look like settings and are none, misspelt perhaps. */
export const unknownVariables = (environment: Readonly<Record<string, unknown>>): string[] => {
  const known = new Set([...clientVariables, ...['config', ...settingNames].map(variableOf)])
  return Object.keys(environment).filter((name) => name.startsWith(prefix) && !known.has(name))
}

/** The environment variable of a setting: `publicUrl` is `ACCESSION_PUBLIC_URL`. */
export const variableOf = (name: string): string => `${prefix}${words(name, '_').toUpperCase()}`

/** The flag of a setting: `publicUrl` is `--public-url`. */
export const flagOf = (name: string): string => `--${words(name, '-')}`

const words = (name: string, separator: string): string =>
  name.replace(/[A-Z]/g, (letter) => `${separator}${letter.toLowerCase()}`)
