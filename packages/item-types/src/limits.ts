const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** Every bound of what is read of an item's files; past one of them the file is refused. */
export const limits = {
  /** Bytes of an OVF descriptor; those of the field have some dozens of KiB, licences included. */
  descriptorBytesMax: 4 * mebibyte,
  /** Elements inside each other; the ones that OVF defines need ten. */
  descriptorDepthMax: 32,
  descriptorElementsMax: 50_000,
  descriptorAttributesMax: 100_000,
  attributesPerElementMax: 128,
  /** Characters of an attribute or of an element's own text that is kept. */
  descriptorTextLengthMax: 256 * kibibyte,
  /** Collections of virtual systems inside each other. */
  collectionDepthMax: 8,
  virtualSystemsMax: 250,
  /** Files, disks, networks, pieces of hardware or properties in one list. */
  descriptorListMax: 1_000,
  /** Characters of ids, names and other short texts; longer ones are refused. */
  nameLengthMax: 1_024,
  /** Characters that are kept of a text for people; longer ones are cut. */
  descriptionLengthMax: 4_096,
  eulaLengthMax: 16 * kibibyte,
  eulasMax: 16,
  /** Bytes of a descriptor's facts as JSON in UTF-8: what a row of any catalog holds. */
  descriptorFactsBytesMax: mebibyte,
  /** Files of a package, pieces of files counted. */
  packageFilesMax: 1_000,
  /** Bytes of one file of a package. */
  fileBytesMax: 64 * 1024 ** 4,

  manifestBytesMax: mebibyte,
  certificateFileBytesMax: 256 * kibibyte,
  certificatesMax: 16,
  /** Bytes of one certificate in DER. */
  certificateBytesMax: 16 * kibibyte,
  /** Bytes of a signature: those of elliptic curves are the shortest, those of RSA with 16,384 bits the longest. */
  signatureBytesMin: 48,
  signatureBytesMax: 2_048,
} as const
