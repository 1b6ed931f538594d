import { defineMessages } from '../define-messages.ts'

/** The envelope of a JSON-RPC call, which is answered in JSON-RPC's own terms. */
export const jsonRpcMessages = defineMessages({
  'accession.json_rpc.batch': {
    type: 'INVALID_REQUEST',
    text: 'The body is a list of calls: send each of them in a request of its own.',
  },
  'accession.json_rpc.malformed': {
    type: 'INVALID_REQUEST',
    text: 'The body is no call: {0} must be {1}.',
  },
  'accession.json_rpc.method_unknown': {
    type: 'INVALID_REQUEST',
    text: 'There is no method {0}: the only one is invoke, whose params name the operation.',
  },
  'accession.json_rpc.params_malformed': {
    type: 'INVALID_REQUEST',
    text: 'The call cannot be read: {0} must be {1}.',
  },
})
