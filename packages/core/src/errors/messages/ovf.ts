import { defineMessages } from '../define-messages.ts'

/** What is wrong with an OVF descriptor; {0} and {1} are the line and the column, where there is one. */
export const ovfMessages = defineMessages({
  'accession.ovf.too_large': {
    type: 'INVALID_ARGUMENT',
    text: 'The OVF descriptor is larger than {0} bytes, the most that is read.',
  },
  'accession.ovf.empty': {
    type: 'INVALID_ARGUMENT',
    text: 'The OVF descriptor is empty.',
  },
  'accession.ovf.not_unicode': {
    type: 'INVALID_ARGUMENT',
    text: 'The OVF descriptor is not in UTF-8 ({0}): save it as UTF-8.',
  },
  'accession.ovf.malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: the OVF descriptor is not well-formed XML: {2}',
  },
  'accession.ovf.doctype': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: the OVF descriptor has a DOCTYPE, and is refused with it: remove it.',
  },
  'accession.ovf.too_deep': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: the elements of the OVF descriptor are nested more than {2} deep.',
  },
  'accession.ovf.too_many': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: the OVF descriptor has more than {3} {2}.',
  },
  'accession.ovf.text_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: {2} holds more than {3} characters.',
  },
  'accession.ovf.too_detailed': {
    type: 'INVALID_ARGUMENT',
    text: 'What the OVF descriptor says of its virtual systems takes more than {0} bytes.',
  },
  'accession.ovf.not_an_envelope': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: an OVF descriptor begins with the element Envelope of OVF 1 or 2 (http://schemas.dmtf.org/ovf/envelope/1 or …/2), and this one with {2}.',
  },
  'accession.ovf.no_virtual_system': {
    type: 'INVALID_ARGUMENT',
    text: 'The OVF descriptor has neither a VirtualSystem nor a VirtualSystemCollection.',
  },
  'accession.ovf.several_virtual_systems': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: the Envelope holds a second {2}: several belong into a VirtualSystemCollection.',
  },
  'accession.ovf.attribute_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: {2} lacks the attribute ovf:{3}.',
  },
  'accession.ovf.number_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: {2} of {3} is {4}: a whole number from 0 to {5} is needed.',
  },
  'accession.ovf.units_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: {2} is counted in {3}, which is no unit of bytes such as "byte * 2^30".',
  },
  'accession.ovf.compression_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: file {2} is compressed by {3}: "gzip" and "identity" are known.',
  },
  'accession.ovf.id_taken': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: there is a second {2} of the id {3}.',
  },
  'accession.ovf.href_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: the reference to {2} cannot name a file beside the descriptor: {3}.',
  },
  'accession.ovf.href_taken': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: file {2} is referenced a second time.',
  },
  'accession.ovf.chunks_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: file {2} is said to come in pieces: {3}.',
  },
  'accession.ovf.file_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: {2} refers to file {3}, which is not among the References.',
  },
  'accession.ovf.disk_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: {2} refers to disk {3}, which is not in the DiskSection.',
  },
  'accession.ovf.network_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}, column {1}: {2} is connected to network {3}, which is not in the NetworkSection.',
  },
})
