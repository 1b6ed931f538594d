import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'

/** A browser to start. */
export interface Chromium {
  readonly program: string
  /** Where it finds what its system may lack. */
  readonly libraries?: string
}

/** Why there is no browser here; undefined where there is one. */
export const chromiumMissing: string | undefined =
  process.env['CHROMIUM_PATH'] === undefined &&
  (process.platform !== 'linux' || process.arch !== 'x64')
    ? 'the package of Chromium is for Linux on x64; CHROMIUM_PATH names another'
    : undefined

/** The browser that `CHROMIUM_PATH` names, or the one of the package, unpacked into a folder. */
export const findChromium = async (folder: string): Promise<Chromium> => {
  const program = process.env['CHROMIUM_PATH']
  if (program !== undefined) return { program }
  if (chromiumMissing !== undefined) throw new Error(`No Chromium: ${chromiumMissing}`)
  const packed = new URL('../bin/', import.meta.resolve('@sparticuz/chromium'))
  const unpack = async (name: string): Promise<string> => {
    const target = join(folder, name)
    const source = createReadStream(fileURLToPath(new URL(`${name}.br`, packed)))
    await pipeline(source, createBrotliDecompress(), createWriteStream(target))
    return target
  }
  const [chromium, libraries] = await Promise.all([unpack('chromium'), unpack('al2023.tar')])
  await chmod(chromium, 0o755)
  await promisify(execFile)('tar', ['-xf', libraries, '-C', folder])
  return { program: chromium, libraries: join(folder, 'lib') }
}
