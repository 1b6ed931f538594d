import { Option } from 'commander'
import { seconds } from './seconds.ts'

/** `--interval`, which is given and shown in seconds and handed on in milliseconds. */
export const intervalOption = (description: string, defaultSeconds: number): Option =>
  new Option('--interval <seconds>', description)
    .argParser(seconds)
    .default(defaultSeconds * 1_000, String(defaultSeconds))
