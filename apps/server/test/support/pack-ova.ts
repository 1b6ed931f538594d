import type { FileToPack } from '@accession/core/ports'
import { nodeHashing } from '@accession/crypto'
import { ovaFormat } from '@accession/item-types'

/** The descriptor of a box with these disks. */
const descriptorOf = (disks: Readonly<Record<string, string>>): string =>
  `<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
  <References>${Object.keys(disks)
    .map((href, index) => `<File ovf:id="file${index}" ovf:href="${href}"/>`)
    .join('')}</References>
  <VirtualSystem ovf:id="box"><Info>A box</Info></VirtualSystem>
</Envelope>
`

const fileOf = (name: string, content: string): FileToPack => ({
  name,
  size: Buffer.byteLength(content),
  async *read() {
    yield new TextEncoder().encode(content)
  },
})

/** An OVA of a box with these disks, and the files that it becomes. */
export const packOva = async (
  disks: Readonly<Record<string, string>>,
): Promise<{ readonly archive: Buffer; readonly files: Readonly<Record<string, string>> }> => {
  const files = { 'box.ovf': descriptorOf(disks), ...disks }
  const others = Object.entries(disks).map(([name, content]) => fileOf(name, content))
  const packed = await ovaFormat.pack(nodeHashing, fileOf('box.ovf', files['box.ovf']), others)
  if (!packed) throw new Error('The files are no OVF set')
  const chunks: Uint8Array[] = []
  for await (const chunk of packed.bytes) chunks.push(chunk)
  return { archive: Buffer.concat(chunks), files }
}
