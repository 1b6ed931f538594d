/** The header, and the cookie, that carry the token of a session. */
export const sessionHeader = 'vmware-api-session-id'
