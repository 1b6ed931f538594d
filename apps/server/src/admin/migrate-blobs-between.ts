import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { migrateBlobs } from '@accession/core/admin'
import type { Copied, CopyProgress } from '@accession/core/admin'
import { openBlobs } from '../open-blobs.ts'
import { blobsSetting, settingSchemas } from '../settings/setting-values.ts'
import type { BlobsSetting } from '../settings/setting-values.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { LongWork } from './admin.ts'
import type { OpenAdmin } from './open-admin.ts'

/** Copies the bytes of the catalog from one place to another. */
export const migrateBlobsBetween = async (
  { world }: OpenAdmin,
  from: string,
  to: string,
  { signal, onProgress }: LongWork<CopyProgress>,
): Promise<Copied> => {
  const source = placeNamed('FROM', from)
  const target = placeNamed('TO', to)
  if (source.kind === 'folder' && !existsSync(source.folder))
    throw new SettingsError(`FROM names the folder ${source.folder}, which is not there.`)
  return migrateBlobs(world, {
    from: await openBlobs(source),
    to: await openBlobs(target),
    signal,
    onProgress,
  })
}

/** A place as ACCESSION_BLOBS names it, or the path of a folder. */
const placeNamed = (name: string, text: string): BlobsSetting => {
  if (!text.includes(':')) return { kind: 'folder', folder: resolve(text) }
  const { success, output, issues } = v.safeParse(settingSchemas.blobs, text)
  if (!success) throw new SettingsError(`${name} ${issues[0].message}.`)
  const setting = blobsSetting(output, '', process.env)
  if (setting.kind === 'memory')
    throw new SettingsError(`${name} is memory:, which no other process can reach.`)
  return setting
}
