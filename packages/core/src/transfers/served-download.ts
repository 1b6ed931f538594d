import { takePlace } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import type { Download, Readable } from './download.ts'
import { measuredDownload } from './measured-download.ts'

/** The same with its bytes counted, no faster than the configuration lets them pass. */
export const servedDownload = (world: World, { mayGoOn, ...download }: Readable): Download => ({
  ...download,
  async read(range) {
    const place = await takePlace(world, download.name)
    try {
      return measuredDownload(world, await download.read(range), place, mayGoOn)
    } catch (error) {
      place.leave()
      throw error
    }
  },
})
