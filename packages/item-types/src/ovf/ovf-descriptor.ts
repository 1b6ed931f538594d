/** What an OVF descriptor says, as plain JSON; never the default value of a password. */
export interface OvfDescriptor {
  /** Of DSP0243: 1.x or 2.x. */
  readonly version: 1 | 2
  readonly references: readonly OvfFile[]
  readonly disks: readonly OvfDisk[]
  readonly networks: readonly OvfNetwork[]
  /** The ways to deploy it that it lets one choose among. */
  readonly configurations: readonly OvfConfiguration[]
  readonly content: OvfContent
}

/** A file that the descriptor refers to; `filesOf` tells the names it has beside the descriptor. */
export interface OvfFile {
  readonly id: string
  /** As it is written; `filesOf` tells which file beside the descriptor that is. */
  readonly href: string
  /** Bytes of the file as it is, compressed or not. */
  readonly size?: number
  readonly compression?: 'gzip'
  /** Bytes of each of the pieces it comes in, but for the last. */
  readonly chunkSize?: number
}

/** A virtual disk. */
export interface OvfDisk {
  readonly id: string
  /** The id of the file that holds it; unset for one that is created empty. */
  readonly fileRef?: string
  /** Bytes; unset where `capacityProperty` decides. */
  readonly capacity?: number
  /** The key of a property that decides its capacity. */
  readonly capacityProperty?: string
  /** A URI that names how the file is laid out. */
  readonly format?: string
  /** Bytes that are in use. */
  readonly populatedSize?: number
  /** The id of the disk that this one is a difference to. */
  readonly parentRef?: string
}

/** A network that network cards are connected to, to be mapped at deployment. */
export interface OvfNetwork {
  readonly name: string
  readonly description?: string
}

/** A way to deploy, such as "small" and "large". */
export interface OvfConfiguration {
  readonly id: string
  readonly label?: string
  readonly description?: string
  readonly isDefault: boolean
}

/** A virtual system or a collection of them. */
export type OvfContent = OvfVirtualSystem | OvfCollection

interface OvfContentFacts {
  readonly id: string
  readonly name?: string
  readonly annotation?: string
  readonly products: readonly OvfProduct[]
  readonly eulas: readonly OvfEula[]
}

/** A virtual machine to be. */
export interface OvfVirtualSystem extends OvfContentFacts {
  readonly kind: 'system'
  readonly operatingSystem?: OvfOperatingSystem
  readonly hardware?: OvfHardware
}

/** Virtual systems that belong together. */
export interface OvfCollection extends OvfContentFacts {
  readonly kind: 'collection'
  readonly content: readonly OvfContent[]
}

/** A licence that is agreed to at deployment. */
export interface OvfEula {
  readonly text: string
  /** Whether the descriptor holds more of it. */
  readonly isCut: boolean
}

/** The operating system a virtual system is made for. */
export interface OvfOperatingSystem {
  /** A value of `CIM_OperatingSystem.OsType`. */
  readonly id: number
  readonly version?: string
  readonly description?: string
  /** vSphere's name for it: `ubuntu64Guest`. */
  readonly vmwareType?: string
}

/** A product that is installed, and what can be set of it. */
export interface OvfProduct {
  readonly class?: string
  readonly instance?: string
  readonly name?: string
  readonly vendor?: string
  readonly version?: string
  readonly fullVersion?: string
  readonly productUrl?: string
  readonly vendorUrl?: string
  readonly properties: readonly OvfProperty[]
}

/** A setting of a product. */
export interface OvfProperty {
  readonly key: string
  readonly type: string
  readonly label?: string
  readonly description?: string
  readonly category?: string
  readonly isUserConfigurable: boolean
  readonly isPassword: boolean
  /** The default; of a password always unset. */
  readonly value?: string
}

/** The hardware of a virtual system, in its default configuration. */
export interface OvfHardware {
  /** Families such as `vmx-13`, of which one is needed. */
  readonly types: readonly string[]
  readonly cpu?: OvfCpu
  readonly memory?: OvfMemory
  readonly controllers: readonly OvfController[]
  readonly nics: readonly OvfNic[]
  readonly drives: readonly OvfDrive[]
  readonly others: readonly OvfDevice[]
}

/** How a resource is shared with other virtual systems. */
interface OvfShares {
  readonly reservation?: number
  readonly limit?: number
  readonly weight?: number
}

/** Processors; what is reserved and limited is in the units of the descriptor. */
export interface OvfCpu extends OvfShares {
  readonly count: number
}

/** Memory; what is reserved and limited is in the units of the descriptor. */
export interface OvfMemory extends OvfShares {
  readonly bytes: number
}

/** A device of the virtual hardware. */
export interface OvfDevice {
  readonly name: string
  /** A value of `CIM_ResourceAllocationSettingData.ResourceType`. */
  readonly resourceType: number
  /** Its model: `VirtualSCSI`, `E1000`. */
  readonly subType?: string
}

/** What drives are connected to. */
export interface OvfController extends OvfDevice {
  readonly kind: 'ide' | 'scsi' | 'fibre-channel' | 'iscsi' | 'sata' | 'usb'
}

/** A network card. */
export interface OvfNic extends OvfDevice {
  readonly network?: string
  /** A fixed address. */
  readonly macAddress?: string
  readonly isConnected: boolean
}

/** A drive with its disk or its image, where it has one. */
export interface OvfDrive extends OvfDevice {
  readonly kind: 'disk' | 'cd' | 'dvd' | 'floppy'
  readonly diskId?: string
  readonly fileId?: string
}
