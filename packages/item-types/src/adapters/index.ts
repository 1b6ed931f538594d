import type { ItemType } from '@accession/core/ports'
import { isoType } from './iso-type.ts'
import { ovfType } from './ovf-type.ts'

export type { IsoFile, IsoMetadata } from './iso-type.ts'
export type { OvfMetadata } from './ovf/kept-inspections.ts'

/** Every type of item whose files are looked into. */
export const itemTypes: readonly ItemType[] = [ovfType, isoType]
