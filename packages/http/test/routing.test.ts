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

/** Operations that share a path may name what stands in it differently; the log has one of the names. */
const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}')

describe('every operation', () => {
  it.each(addresses)('is found at $method $path ($action)', async (address) => {
    const { method, path, action, actionParameter } = address
    const app = openTestApp()
    const query = action === undefined ? '' : `?${actionParameter}=${action}`
    const response = await app.send(method, `${path.replaceAll(/\{\w+\}/g, 'a')}${query}`)
    expect(response.status).toBe(401)
    const { route, ...fields } = app.logged.at(-1)?.fields ?? {}
    expect(fields).toMatchObject({ method, error: 'accession.access.no_credentials' })
    expect(shapeOf(String(route))).toBe(shapeOf(path))
  })
})
