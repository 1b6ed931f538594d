import type { ItemType } from '@accession/core/ports'
import { isoType } from './iso-type.ts'
import { ovfType } from './ovf-type.ts'

/** Every type of item whose files are looked into. */
export const itemTypes: readonly ItemType[] = [ovfType, isoType]
