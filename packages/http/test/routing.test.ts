import { operations } from '@accession/core/contract'
import { describe, expect, it } from 'vitest'
import { apiDialect } from '../src/api/api-dialect.ts'
import { restDialect } from '../src/rest/rest-dialect.ts'
import { openTestApp } from './test-app.ts'

const addresses = [restDialect, apiDialect].flatMap((dialect) =>
  operations.flatMap((operation) =>
    dialect.addresses(operation).map((address) => ({ ...address, operation })),
  ),
)

describe('every operation', () => {
  it.each(addresses)('is found at $method $path ($action)', async (address) => {
    const { method, path, action, actionParameter } = address
    const app = openTestApp()
    const query = action === undefined ? '' : `?${actionParameter}=${action}`
    const response = await app.send(method, `${path.replaceAll(/\{\w+\}/g, 'a')}${query}`)
    expect(response.status).toBe(401)
    expect(app.logged.at(-1)?.fields).toMatchObject({
      method,
      route: path,
      error: 'accession.access.no_credentials',
    })
  })
})
