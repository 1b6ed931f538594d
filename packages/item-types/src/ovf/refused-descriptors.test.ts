import { describe, expect, it } from 'vitest'
import { descriptorText, hardware, inPieces, refusal, system } from '../../test/descriptor-text.ts'
import { readDescriptor } from './read-descriptor.ts'

const file = (attributes: string) =>
  descriptorText({ references: `<File ${attributes}/>`, disks: '' })
const disk = (attributes: string) =>
  descriptorText({ disks: `<Disk ovf:diskId="d" ${attributes}/>` })

describe('what is refused, with its place', () => {
  it.each<readonly [string, string | Uint8Array, readonly (string | RegExp)[]]>([
    ['nothing', '', ['accession.ovf.empty']],
    [
      'blanks',
      ' \n',
      ['accession.ovf.malformed', '2', '1', 'document must contain a root element.'],
    ],
    ['what is no XML', 'MZ\u0090', ['accession.ovf.malformed', '1', '4', /outside of root/]],
    [
      'an end too early',
      descriptorText().slice(0, -5),
      ['accession.ovf.malformed', '6', /\d/, /unclosed|unexpected end/],
    ],
    [
      'a tag that is not closed',
      descriptorText({ sections: '<a>' }),
      ['accession.ovf.malformed', '6', /\d/, /unmatched|unexpected close tag/],
    ],
    [
      'an unknown entity',
      descriptorText({ sections: '&x;' }),
      ['accession.ovf.malformed', '4', '4', 'undefined entity.'],
    ],
    [
      'a prefix without a namespace',
      descriptorText({ sections: '<q:a/>' }),
      ['accession.ovf.malformed', '4', /\d/, /unbound/],
    ],
    [
      'an attribute twice',
      file('ovf:id="a" ovf:id="b" ovf:href="c"'),
      ['accession.ovf.malformed', '2', /\d/, /duplicate attribute/],
    ],
    [
      'UTF-16',
      new Uint8Array([0xff, 0xfe, 0x3c, 0, 0x45, 0]),
      ['accession.ovf.not_unicode', 'it begins with the byte order mark of UTF-16'],
    ],
    [
      'UTF-16 without a mark',
      new Uint8Array([0x3c, 0, 0x45, 0]),
      ['accession.ovf.not_unicode', 'it holds NUL characters, as UTF-16 does'],
    ],
    [
      'bytes of Latin-1',
      new Uint8Array([0x3c, 0xe9, 0x2f, 0x3e]),
      ['accession.ovf.not_unicode', 'it holds bytes that are none'],
    ],
    [
      'half a character',
      new Uint8Array([0x3c, 0xc3]),
      ['accession.ovf.not_unicode', 'it holds bytes that are none'],
    ],
    [
      'another encoding',
      `<?xml version="1.0" encoding="ISO-8859-1"?>${descriptorText()}`,
      ['accession.ovf.not_unicode', 'it declares "ISO-8859-1"'],
    ],
    [
      'a page',
      '<html><body/></html>',
      ['accession.ovf.not_an_envelope', '1', '1', '"html" of no namespace'],
    ],
    [
      'OVF of VMware before the standard',
      '<Envelope xmlns="http://www.vmware.com/schema/ovf/1/envelope"/>',
      [
        'accession.ovf.not_an_envelope',
        '1',
        '1',
        '"Envelope" of "http://www.vmware.com/schema/ovf/1/envelope"',
      ],
    ],
    ['no virtual system', descriptorText({ content: '' }), ['accession.ovf.no_virtual_system']],
    [
      'two of them',
      descriptorText({ content: `${system()}\n${system('', 'other')}` }),
      ['accession.ovf.several_virtual_systems', '6', '1', 'VirtualSystem'],
    ],
    [
      'two of one id',
      descriptorText({
        content: `<VirtualSystemCollection ovf:id="c"><Info/>${system()}${system()}</VirtualSystemCollection>`,
      }),
      ['accession.ovf.id_taken', '5', /\d/, 'virtual system', '"vm"'],
    ],
    [
      'a system without an id',
      descriptorText({ content: '<VirtualSystem/>' }),
      ['accession.ovf.attribute_missing', '5', '1', 'VirtualSystem', 'id'],
    ],
    [
      'attributes of no namespace',
      file('id="a" href="b"'),
      ['accession.ovf.attribute_missing', '2', '13', 'File', 'id'],
    ],
    [
      'a file without a name',
      file('ovf:id="a"'),
      ['accession.ovf.attribute_missing', '2', '13', 'File', 'href'],
    ],
    [
      'two files of one id',
      descriptorText({
        references: '<File ovf:id="a" ovf:href="b"/>\n<File ovf:id="a" ovf:href="c"/>',
        disks: '',
      }),
      ['accession.ovf.id_taken', '3', '1', 'File', '"a"'],
    ],
    [
      'a file twice',
      descriptorText({
        references: '<File ovf:id="a" ovf:href="b"/>\n<File ovf:id="c" ovf:href="b"/>',
        disks: '',
      }),
      ['accession.ovf.href_taken', '3', '1', '"b"'],
    ],
    [
      'a URL',
      file('ovf:id="a" ovf:href="https://example.org/d.vmdk"'),
      ['accession.ovf.href_invalid', '2', '13', '"https://example.org/d.vmdk"', 'it is a URL'],
    ],
    [
      'a URL of a file',
      file('ovf:id="a" ovf:href="file:d.vmdk"'),
      ['accession.ovf.href_invalid', '2', '13', '"file:d.vmdk"', 'it is a URL'],
    ],
    [
      'a path',
      file('ovf:id="a" ovf:href="disks/d.vmdk"'),
      ['accession.ovf.href_invalid', '2', '13', '"disks/d.vmdk"', 'it holds a path separator'],
    ],
    [
      'a path out of the folder',
      file('ovf:id="a" ovf:href="../../etc/passwd"'),
      ['accession.ovf.href_invalid', '2', '13', '"../../etc/passwd"', 'it holds a path separator'],
    ],
    [
      'an encoded path',
      file('ovf:id="a" ovf:href="..%2Fd.vmdk"'),
      [
        'accession.ovf.href_invalid',
        '2',
        '13',
        '"..%2Fd.vmdk"',
        'it holds an encoded path separator',
      ],
    ],
    [
      'the folder above',
      file('ovf:id="a" ovf:href=".."'),
      ['accession.ovf.href_invalid', '2', '13', '".."', 'it names a folder'],
    ],
    [
      'a path of Windows',
      file('ovf:id="a" ovf:href="a\\b"'),
      ['accession.ovf.href_invalid', '2', '13', '"a\\\\b"', 'it holds a path separator'],
    ],
    [
      'a name with a line end',
      file('ovf:id="a" ovf:href="a&#10;b"'),
      ['accession.ovf.href_invalid', '2', '13', /a/, 'it holds a control character'],
    ],
    [
      'a negative size',
      file('ovf:id="a" ovf:href="b" ovf:size="-1"'),
      [
        'accession.ovf.number_invalid',
        '2',
        '13',
        'ovf:size',
        'File',
        '"-1"',
        String(64 * 1024 ** 4),
      ],
    ],
    [
      'a size that is no number',
      file('ovf:id="a" ovf:href="b" ovf:size="1e3"'),
      [
        'accession.ovf.number_invalid',
        '2',
        '13',
        'ovf:size',
        'File',
        '"1e3"',
        String(64 * 1024 ** 4),
      ],
    ],
    [
      'a silly size',
      file(`ovf:id="a" ovf:href="b" ovf:size="${'9'.repeat(30)}"`),
      [
        'accession.ovf.number_invalid',
        '2',
        '13',
        'ovf:size',
        'File',
        `"${'9'.repeat(30)}"`,
        String(64 * 1024 ** 4),
      ],
    ],
    [
      'a compression nobody knows',
      file('ovf:id="a" ovf:href="b" ovf:compression="xz"'),
      ['accession.ovf.compression_unknown', '2', '13', '"b"', '"xz"'],
    ],
    [
      'pieces of no bytes',
      file('ovf:id="a" ovf:href="b" ovf:size="1" ovf:chunkSize="0"'),
      ['accession.ovf.chunks_invalid', '2', '13', '"b"', 'pieces of no bytes'],
    ],
    [
      'nobody knows how many pieces',
      file('ovf:id="a" ovf:href="b" ovf:chunkSize="5"'),
      ['accession.ovf.chunks_invalid', '2', '13', '"b"', /its size is missing/],
    ],
    [
      'files of a thousand pieces each',
      descriptorText({
        references: ['a', 'b']
          .map(
            (name) =>
              `<File ovf:id="${name}" ovf:href="${name}" ovf:size="999" ovf:chunkSize="1"/>`,
          )
          .join('\n'),
        disks: '',
      }),
      ['accession.ovf.too_many', '3', '1', 'pieces of files', '1000'],
    ],
    [
      'a million pieces',
      file('ovf:id="a" ovf:href="b" ovf:size="1000000" ovf:chunkSize="1"'),
      ['accession.ovf.chunks_invalid', '2', '13', '"b"', 'these are more than 1000'],
    ],
    [
      'a disk of a file that is not there',
      disk('ovf:capacity="1" ovf:fileRef="f"'),
      ['accession.ovf.file_unknown', '3', '21', 'Disk "d"', '"f"'],
    ],
    [
      'a disk on top of none',
      disk('ovf:capacity="1" ovf:parentRef="p"'),
      ['accession.ovf.disk_unknown', '3', '21', 'Disk "d"', '"p"'],
    ],
    [
      'a disk without a capacity',
      disk(''),
      ['accession.ovf.attribute_missing', '3', '21', 'Disk', 'capacity'],
    ],
    [
      'a capacity in parsecs',
      disk('ovf:capacity="1" ovf:capacityAllocationUnits="parsec"'),
      ['accession.ovf.units_unknown', '3', '21', 'The capacity of a disk', '"parsec"'],
    ],
    [
      'a capacity beyond all numbers',
      disk('ovf:capacity="9007199254740993"'),
      [
        'accession.ovf.number_invalid',
        '3',
        '21',
        'ovf:capacity',
        'Disk',
        '"9007199254740993"',
        String(Number.MAX_SAFE_INTEGER),
      ],
    ],
    [
      'a capacity beyond them by its unit',
      disk('ovf:capacity="8388608" ovf:capacityAllocationUnits="byte * 2^30"'),
      ['accession.ovf.number_invalid', '3', '21', 'ovf:capacity', 'Disk', '"8388608"', '8388607'],
    ],
    [
      'two disks of one id',
      descriptorText({
        disks: '<Disk ovf:diskId="d" ovf:capacity="1"/><Disk ovf:diskId="d" ovf:capacity="1"/>',
      }),
      ['accession.ovf.id_taken', '3', /\d/, 'Disk', '"d"'],
    ],
    [
      'two networks of one name',
      descriptorText({
        sections: '<NetworkSection><Network ovf:name="n"/><Network ovf:name="n"/></NetworkSection>',
      }),
      ['accession.ovf.id_taken', '4', /\d/, 'Network', '"n"'],
    ],
    [
      'a drive with a disk that is not there',
      descriptorText({
        content: system(
          hardware(
            '<rasd:ElementName>Hard disk 1</rasd:ElementName><rasd:ResourceType>17</rasd:ResourceType><rasd:HostResource>ovf:/disk/nope</rasd:HostResource>',
          ),
        ),
      }),
      ['accession.ovf.disk_unknown', '5', /\d/, 'Device "Hard disk 1"', '"nope"'],
    ],
    [
      'a drive with a file that is not there',
      descriptorText({
        content: system(
          hardware(
            '<rasd:ResourceType>15</rasd:ResourceType><rasd:HostResource>ovf:/file/nope</rasd:HostResource>',
          ),
        ),
      }),
      ['accession.ovf.file_unknown', '5', /\d/, 'Device', '"nope"'],
    ],
    [
      'a card in a network that is not there',
      descriptorText({
        sections: '<NetworkSection/>',
        content: system(
          hardware('<rasd:ResourceType>10</rasd:ResourceType><rasd:Connection>n</rasd:Connection>'),
        ),
      }),
      ['accession.ovf.network_unknown', '5', /\d/, 'Network card', '"n"'],
    ],
    [
      'an icon that is not there',
      descriptorText({
        content: system('<ProductSection><Icon ovf:fileRef="i"/></ProductSection>'),
      }),
      ['accession.ovf.file_unknown', '5', /\d/, 'An icon', '"i"'],
    ],
    [
      'texts that are not there',
      descriptorText({ sections: '<Strings ovf:fileRef="t"/>' }),
      ['accession.ovf.file_unknown', '4', '1', 'A bundle of texts', '"t"'],
    ],
    [
      'a property without a key',
      descriptorText({ content: system('<ProductSection><Property/></ProductSection>') }),
      ['accession.ovf.attribute_missing', '5', /\d/, 'Property', 'key'],
    ],
    [
      'a name that goes on and on',
      file(`ovf:id="${'x'.repeat(1_025)}" ovf:href="b"`),
      ['accession.ovf.text_too_long', '2', '13', 'Attribute ovf:id', '1024'],
    ],
  ])('%s', async (_, bytes, expected) => {
    const found = await refusal(readDescriptor(inPieces(bytes)))
    expect(found).toEqual(
      expected.map((part) => (typeof part === 'string' ? part : expect.stringMatching(part))),
    )
  })
})
