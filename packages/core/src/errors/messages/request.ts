import { defineMessages } from '../define-messages.ts'

/** The form of a request, before its arguments are looked at. */
export const requestMessages = defineMessages({
  'com.vmware.vapi.rest.operationsForUrlNotFound': {
    type: 'NOT_FOUND',
    text: 'No operation has the address {0}: compare path, method and action with the reference of the API, which is at /docs here.',
  },
  'com.vmware.vapi.rest.unsupportedProperty': {
    type: 'INVALID_ARGUMENT',
    text: 'The property {0} is unknown here: remove it, or correct its name.',
  },
  'vapi.data.structure.field.unexpected': {
    type: 'UNEXPECTED_INPUT',
    text: 'The structure {0} has no field {1}: remove it, or correct its name.',
  },
  'vapi.data.structure.name.mismatch': {
    type: 'INVALID_ARGUMENT',
    text: 'There must be a structure {0}, not {1}.',
  },
  'vapi.method.input.invalid.interface': {
    type: 'OPERATION_NOT_FOUND',
    text: 'There is no service {0}.',
  },
  'vapi.method.input.invalid.method': {
    type: 'OPERATION_NOT_FOUND',
    text: 'The service {0} has no operation {1}.',
  },
  'accession.request.address_malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'The address holds a malformed percent-encoding: {0}',
  },
  'accession.request.body_broke_off': {
    type: 'INVALID_ARGUMENT',
    text: 'The body broke off after {0} bytes: send it again.',
  },
  'accession.request.body_not_json': {
    type: 'INVALID_ARGUMENT',
    text: 'The body is not JSON: {0}',
  },
  'accession.request.body_not_object': {
    type: 'INVALID_ARGUMENT',
    text: 'The body must be a JSON object.',
  },
  'accession.request.body_unexpected': {
    type: 'INVALID_ARGUMENT',
    text: 'This call takes no body: send its parameters in the address.',
  },
  'accession.request.body_too_large': {
    type: 'INVALID_ARGUMENT',
    text: 'The body is larger than {0} bytes: send less in one call.',
  },
  'accession.request.nesting_too_deep': {
    type: 'INVALID_ARGUMENT',
    text: 'The body is nested deeper than {0} levels.',
  },
  'accession.request.media_type': {
    type: 'INVALID_ARGUMENT',
    text: 'The body has the media type {0}: send application/json.',
  },
  'accession.request.property_repeated': {
    type: 'INVALID_ARGUMENT',
    text: 'The property {0} is given more than once.',
  },
})
