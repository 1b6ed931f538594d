/** What a call signs in with. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'cookie'; readonly token: string }
  | { readonly kind: 'none' }

const sessionHeader = 'vmware-api-session-id'

/** The headers that credentials travel in, where they do. */
export const credentialHeaders = (credentials: Credentials): Record<string, string> => {
  switch (credentials.kind) {
    case 'token':
      return { [sessionHeader]: credentials.token }
    case 'cookie':
      return { cookie: `${sessionHeader}=${credentials.token}` }
    case 'password': {
      const { user, password } = credentials
      const encoded = Buffer.from(`${user}:${password}`, 'utf8').toString('base64')
      return { authorization: `Basic ${encoded}` }
    }
    case 'none':
      break
  }
  return {}
}
