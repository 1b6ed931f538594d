import { expect, it } from 'vitest'
import { createRouteTable } from './route-table.ts'

const table = createRouteTable<string>()
for (const address of [
  'GET /api/item',
  'POST /api/item',
  'GET /api/item/{item}',
  'GET /api/item/{item}/file',
  'POST /api/item/find',
  'GET /api/item/find/by-name',
  'DELETE /rest/item/id:{item}',
  'GET /rest/item/{item}',
]) {
  const [method = '', path = ''] = address.split(' ')
  table.add(method, path, address)
}

it.each([
  ['GET', '/api/item', 'GET /api/item'],
  ['POST', '/api/item', 'POST /api/item'],
  ['GET', '/api/item/7', 'GET /api/item/{item}'],
  ['GET', '/api/item/a b', 'GET /api/item/{item}'],
  ['GET', '/api/item/7/file', 'GET /api/item/{item}/file'],
  ['POST', '/api/item/find', 'POST /api/item/find'],
  ['GET', '/api/item/find/by-name', 'GET /api/item/find/by-name'],
  // Nothing fixed is here for this method, or goes on like this.
  ['GET', '/api/item/find', 'GET /api/item/{item}'],
  ['GET', '/api/item/find/file', 'GET /api/item/{item}/file'],
  ['DELETE', '/rest/item/id:7', 'DELETE /rest/item/id:{item}'],
  ['DELETE', '/rest/item/id%3A7', 'DELETE /rest/item/id:{item}'],
  ['DELETE', '/rest/item/id%3a\n', 'DELETE /rest/item/id:{item}'],
  ['GET', '/rest/item/id:7', 'GET /rest/item/{item}'],
])('finds %s %s', (method, path, found) => {
  expect(table.find(method, path)).toBe(found)
})

it.each([
  ['PATCH', '/api/item'],
  ['GET', '/api'],
  ['GET', '/api/'],
  ['GET', '/api/item/'],
  ['GET', '/api/item/7/'],
  ['GET', '//api/item'],
  ['GET', '/api/ITEM'],
  ['POST', '/api/item/7'],
  ['GET', '/api/item/7/file/8'],
  ['DELETE', '/rest/item/7'],
  ['DELETE', '/rest/item/id:'],
  ['GET', '/api/__proto__'],
  ['constructor', '/api/item'],
  ['GET', ''],
])('finds nothing at %s %s', (method, path) => {
  expect(table.find(method, path)).toBeUndefined()
})
