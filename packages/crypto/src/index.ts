export { nodeHashing } from './node-hashing.ts'
export { createNodeIds } from './node-ids.ts'
export { nodePasswords } from './node-passwords.ts'
export { nodeSignatures } from './node-signatures.ts'
