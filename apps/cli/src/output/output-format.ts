/** How results are printed. */
export const outputFormats = ['table', 'json', 'yaml', 'ids'] as const
export type OutputFormat = (typeof outputFormats)[number]

/** The options that say how results are printed. */
export interface OutputOptions {
  readonly output?: OutputFormat
  readonly json?: boolean
}

/** The format that the options ask for: `--json` is the short form of `--output json`. */
export const outputFormat = ({ output, json = false }: OutputOptions): OutputFormat =>
  output ?? (json ? 'json' : 'table')
