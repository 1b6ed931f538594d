import { expect, it } from 'vitest'
import { answer, operationNamed } from '../../test/support/by-hand.ts'
import { jsonRpcSpelling } from '../spellings/json-rpc-spelling.ts'
import { exchangeLine } from './exchange-line.ts'

const password = { kind: 'password', user: 'ada', password: 'hidden' } as const

it('names the operation of a JSON-RPC call, and shows neither password nor token', () => {
  const request = jsonRpcSpelling.write(operationNamed('session.create'), {}, password)
  const reply = answer(200, { id: '1', result: { output: { SECRET: 'hidden' } } })
  expect(exchangeLine(request, reply)).toBe(
    'POST a/api com.vmware.cis.session.create → 200 {"id":"1","result":{"output":{"SECRET":"…"}}}',
  )
})

it('shows no URL of a transfer', () => {
  const request = { method: 'PUT', path: '/transfers/upload/hidden/b' }
  const told = { url: 'http://a/transfers/upload/hidden/b' }
  expect(exchangeLine(request, answer(400, told))).toBe(
    'PUT a/transfers/upload/… → 400 {"url":"http://a/transfers/upload/…"}',
  )
})
