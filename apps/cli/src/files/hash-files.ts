import type { Output } from '../output/output.ts'
import { createProgressBar } from '../output/progress-bar.ts'
import { hashFile, type DigestName, type LocalFile } from './local-file.ts'

/** A file, and the digest that is wanted of it. */
export interface FileToHash {
  readonly file: LocalFile
  readonly algorithm: DigestName
}

/** The digests of files in hexadecimal, read one after the other under one progress bar. */
export const hashFiles = async (
  wanted: readonly FileToHash[],
  output: Output,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const bar = createProgressBar('Reading', output)
  const size = wanted.reduce((sum, { file }) => sum + file.size, 0)
  let before = 0
  try {
    const digests: string[] = []
    for (const { file, algorithm } of wanted) {
      const onProgress = (fileBytes: number) =>
        bar.onProgress({
          file: file.name,
          fileBytes,
          fileSize: file.size,
          bytes: before + fileBytes,
          size,
        })
      digests.push(await hashFile(file, algorithm, onProgress, signal))
      before += file.size
    }
    return digests
  } finally {
    bar.close()
  }
}
