export { readArchive } from './read-archive.ts'
