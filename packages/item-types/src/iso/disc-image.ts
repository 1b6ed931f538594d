/** How the files of a disc image are found. */
export type DiscFormat = 'ISO 9660' | 'Joliet' | 'UDF'

/** What the volume descriptors of a disc image say, as plain JSON. */
export interface DiscImage {
  readonly formats: readonly DiscFormat[]
  readonly label?: string
  /** Bytes of its volume; a file with fewer of them is cut. */
  readonly size?: number
  /** When it was made: ISO 8601, as precise as it says. */
  readonly created?: string
  /** Whether machines boot from it as from a disc (El Torito). */
  readonly isBootable: boolean
}

/** Bytes of a file from `start` to before `end`; fewer of them where the file ends. */
export interface RangedReader {
  read(range: { readonly start: number; readonly end: number }): Promise<Uint8Array>
}
