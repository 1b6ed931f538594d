export { readArchive } from './ova/read-archive.ts'
export type { ArchiveLimits, ArchiveMember } from './ova/read-archive.ts'
export { writeArchive } from './ova/write-archive.ts'
export type { ArchiveFile, ArchiveToWrite } from './ova/write-archive.ts'
