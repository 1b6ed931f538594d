/** A file that lies in the folder of imports. */
export interface ImportFile {
  /** Bytes. */
  readonly size: number
  /** Rejects where the file is another one by now. */
  read(): ReadableStream<Uint8Array>
}

/** Why a file of the folder is not read. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
}

/**
 * The folder whose files may be pulled by `file:` addresses. Promises of every adapter: nothing
 * outside it is read, and no link is followed.
 */
export interface ImportFolder {
  /**
   * Opens a file by its absolute path on the server; rejects with an `ImportError`, whose text tells
   * no path, where it is no regular file in the folder.
   */
  open(path: string): Promise<ImportFile>
}
