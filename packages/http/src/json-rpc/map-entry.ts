import { types } from '@accession/core/contract'
import type { MapType, StructureType } from '@accession/core/contract'

/** The structure that each entry of a map is. */
export const mapEntry = ({ key, value }: MapType): StructureType =>
  types.structure('map-entry', { key, value })
