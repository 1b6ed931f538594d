/** A file that a descriptor is to refer to. */
export interface ReferenceText {
  readonly href: string
  readonly size?: number | string
  readonly id?: string
  readonly chunkSize?: number
}

/** How a descriptor is to be written. */
export interface OvfTextOptions {
  /** The prefix of the elements of OVF; empty for none. @default none */
  readonly prefix?: string
  /** The version of the namespace. @default 1 */
  readonly version?: 1 | 2
}

/** A small OVF descriptor that refers to these files, each a disk. */
export const ovfText = (
  files: readonly ReferenceText[],
  { prefix = '', version = 1 }: OvfTextOptions = {},
): string => {
  const namespace = `http://schemas.dmtf.org/ovf/envelope/${version}`
  const element = prefix === '' ? '' : `${prefix}:`
  const attribute = prefix === '' ? 'ovf' : prefix
  const declared = prefix === '' ? ['xmlns', 'xmlns:ovf'] : [`xmlns:${prefix}`]
  const idOf = ({ id, href }: ReferenceText): string => id ?? `file-${href}`
  const references = files.map(({ href, size, id, chunkSize }) => {
    const attributes = { id: idOf({ href, ...(id && { id }) }), href, size, chunkSize }
    const written = Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${attribute}:${name}="${value}"`)
    return `<${element}File${written.join('')}/>`
  })
  const disks = files.map(
    (file, index) =>
      `<${element}Disk ${attribute}:diskId="disk${index}" ${attribute}:fileRef="${idOf(file)}" ${attribute}:capacity="1024"/>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<${element}Envelope ${declared.map((name) => `${name}="${namespace}"`).join(' ')}>
<${element}References>${references.join('')}</${element}References>
<${element}DiskSection><${element}Info>Disks</${element}Info>${disks.join('')}</${element}DiskSection>
<${element}VirtualSystem ${attribute}:id="vm"><${element}Info>A machine</${element}Info></${element}VirtualSystem>
</${element}Envelope>
`
}
