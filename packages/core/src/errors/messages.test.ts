import { describe, expect, it } from 'vitest'
import { errorTypes } from './error-types.ts'
import { fillMessage, messages } from './messages.ts'
import { accessMessages } from './messages/access.ts'
import { argumentMessages } from './messages/argument.ts'
import { blobMessages } from './messages/blob.ts'
import { configurationMessages } from './messages/configuration.ts'
import { downloadSessionMessages } from './messages/download-session.ts'
import { itemMessages } from './messages/item.ts'
import { itemTypeMessages } from './messages/item-type.ts'
import { jsonRpcMessages } from './messages/json-rpc.ts'
import { libraryMessages } from './messages/library.ts'
import { ovaMessages } from './messages/ova.ts'
import { ovfMessages } from './messages/ovf.ts'
import { ovfSignatureMessages } from './messages/ovf-signature.ts'
import { publishingMessages } from './messages/publishing.ts'
import { pullMessages } from './messages/pull.ts'
import { requestMessages } from './messages/request.ts'
import { serviceMessages } from './messages/service.ts'
import { signedContentMessages } from './messages/signed-content.ts'
import { subscriptionMessages } from './messages/subscription.ts'
import { taskMessages } from './messages/task.ts'
import { transferMessages } from './messages/transfer.ts'
import { trustedCertificateMessages } from './messages/trusted-certificate.ts'
import { updateSessionMessages } from './messages/update-session.ts'

const areas = [
  accessMessages,
  argumentMessages,
  blobMessages,
  configurationMessages,
  downloadSessionMessages,
  itemMessages,
  itemTypeMessages,
  jsonRpcMessages,
  libraryMessages,
  ovaMessages,
  ovfMessages,
  ovfSignatureMessages,
  publishingMessages,
  pullMessages,
  requestMessages,
  serviceMessages,
  signedContentMessages,
  subscriptionMessages,
  taskMessages,
  transferMessages,
  trustedCertificateMessages,
  updateSessionMessages,
]

const catalog = Object.entries(messages).map(([id, { type, text }]) => ({ id, type, text }))

describe('the catalog', () => {
  it('has no id twice', () => {
    const ids = areas.flatMap((area) => Object.keys(area))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(Object.keys(messages).toSorted())
  })

  it.each(catalog)('$id is a dotted id of a known type', ({ id, type }) => {
    expect(id).toMatch(/^(accession|com\.vmware\.vapi|vapi)(\.[a-zA-Z_]+){2,}$/)
    expect(errorTypes).toHaveProperty(type)
  })

  it.each(catalog)('$id counts its placeholders from zero, without a gap', ({ text }) => {
    const indices = [...text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index))
    const distinct = [...new Set(indices)].toSorted((a, b) => a - b)
    expect(distinct).toEqual(distinct.map((_, position) => position))
    expect(distinct.length).toBeLessThanOrEqual(6)
    expect(text.replaceAll(/\{\d\}/g, '')).not.toMatch(/[{}]/)
  })
})

describe('a filled message', () => {
  it('has its id, its text and its arguments as strings', () => {
    expect(fillMessage('accession.library.name_too_long', [81, 80])).toEqual({
      id: 'accession.library.name_too_long',
      default_message: 'The library name has 81 characters: 80 are allowed.',
      args: ['81', '80'],
    })
  })

  it('names the call, the state and the reason of a session that has ended', () => {
    const reason = 'The disk image is truncated.'
    expect(
      fillMessage('accession.update_session.not_active', ['complete', 'ERROR', reason]),
    ).toMatchObject({
      default_message: `complete needs an ACTIVE update session, and this one is ERROR: ${reason}`,
      args: ['complete', 'ERROR', reason],
    })
  })

  it('takes what arguments hold as it is', () => {
    const { default_message } = fillMessage('accession.item.file_not_found', ['{1}$&', 'item'])
    expect(default_message).toBe('Item item has no file named {1}$&.')
  })
})
