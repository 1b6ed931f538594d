import { httpLimits } from '../http-limits.ts'
import { closedObject } from './closed-object.ts'
import { commonHeaders } from './describe-errors.ts'
import type { Schema } from './open-api.ts'
import type { PlacedOperation } from './placed-operation.ts'

const text: Schema = { type: 'string' }

const callId: Schema = {
  oneOf: [{ type: 'string', maxLength: httpLimits.callIdLengthMax }, { type: 'number' }],
}

/** Credentials travel in the call: what a header says counts for nothing. */
const securityContext: Schema = {
  type: 'object',
  properties: {
    schemeId: {
      type: 'string',
      enum: [
        'com.vmware.vapi.std.security.session_id',
        'com.vmware.vapi.std.security.user_pass',
        'com.vmware.vapi.std.security.no_authentication',
      ],
    },
    sessionId: { type: 'string', format: 'password' },
    userName: text,
    password: { type: 'string', format: 'password' },
  },
  required: ['schemeId'],
}

const call: Schema = {
  type: 'object',
  properties: {
    jsonrpc: { type: 'string', const: '2.0' },
    id: callId,
    method: { type: 'string', const: 'invoke' },
    params: {
      type: 'object',
      properties: {
        serviceId: { ...text, description: 'The tag of an operation in this document.' },
        operationId: { ...text, description: 'The part of its `operationId` after the last dot.' },
        input: {
          type: 'object',
          description: 'The structure `operation-input`, as a typed value.',
        },
        ctx: { type: 'object', properties: { securityCtx: securityContext } },
      },
      required: ['serviceId', 'operationId', 'input'],
    },
  },
  required: ['jsonrpc', 'id', 'method', 'params'],
}

const answered: Schema = {
  type: 'object',
  properties: {
    jsonrpc: { type: 'string', const: '2.0' },
    id: { oneOf: [...(callId.oneOf ?? []), { type: 'null' }] },
  },
  required: ['jsonrpc', 'id'],
  oneOf: [
    { properties: { result: closedObject({ output: {} }) }, required: ['result'] },
    { properties: { result: closedObject({ error: { type: 'object' } }) }, required: ['result'] },
    {
      properties: {
        error: closedObject({
          code: { type: 'integer' },
          message: text,
          data: { type: 'object', description: 'The error as `/api` has it.' },
        }),
      },
      required: ['error'],
    },
  ],
}

/** The third spelling: all operations at one address, whose values `docs/protocol.md` describes. */
export const jsonRpc: PlacedOperation = {
  key: '/api',
  method: 'post',
  operation: {
    operationId: 'json-rpc.invoke',
    tags: ['json-rpc'],
    summary: 'Call any operation as the official SDKs do, in vAPI JSON-RPC',
    description: 'Errors are answered under status 200 as well.',
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: call } } },
    responses: {
      200: {
        description: 'The result, an error of the library, or one of JSON-RPC itself.',
        headers: commonHeaders,
        content: { 'application/json': { schema: answered } },
      },
    },
  },
}
