import { createNodePasswords } from '@accession/crypto'

/** Passwords by scrypt, at hardly any cost: most tests start a server and sign in. */
export const passwords = createNodePasswords({ cost: 2, blockSize: 1, parallelization: 1 })
