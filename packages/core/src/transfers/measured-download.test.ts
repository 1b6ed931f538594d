import { expect, it } from 'vitest'
import { measured } from '../testing/measured.ts'
import { createTestWorld } from '../testing/world.ts'
import { measuredDownload } from './measured-download.ts'

const open = (more: 'ends' | 'breaks' | 'hangs') => {
  const { world, metrics } = createTestWorld()
  const chunks = [new Uint8Array(3), new Uint8Array(2)]
  const canceled: unknown[] = []
  let left = 0
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk) controller.enqueue(chunk)
      else if (more === 'ends') controller.close()
      else if (more === 'breaks') controller.error(new Error('damaged'))
      else return new Promise(() => undefined)
      return undefined
    },
    cancel: (reason) => void canceled.push(reason),
  })
  const told = () => ({
    running: measured(metrics, 'accession_transfers_running', { direction: 'download' }),
    bytes: measured(metrics, 'accession_transfer_bytes_total', { direction: 'download' }),
    sent: measured(metrics, 'accession_downloads_total', { outcome: 'sent' }),
    left: measured(metrics, 'accession_downloads_total', { outcome: 'left' }),
    failed: measured(metrics, 'accession_downloads_total', { outcome: 'failed' }),
  })
  const place = { pass: () => undefined, leave: () => void left++ }
  const bytes = measuredDownload(world, source, place)
  return { bytes, told, canceled, left: () => left }
}

/** Lets what has begun come to its next wait. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

const nothing = { running: 0, bytes: 0, sent: 0, left: 0, failed: 0 }

it('a download that is read to the end was sent', async () => {
  const { bytes, told, left } = open('ends')
  expect(told()).toEqual({ ...nothing, running: 1 })
  expect(left()).toBe(0)
  expect((await new Response(bytes).arrayBuffer()).byteLength).toBe(5)
  expect(told()).toEqual({ ...nothing, bytes: 5, sent: 1 })
  expect(left()).toBe(1)
})

it('a download whose reader goes was left, and its source is told', async () => {
  const { bytes, told, canceled, left } = open('ends')
  const reader = bytes.getReader()
  await reader.read()
  await reader.cancel('gone')
  expect(canceled).toEqual(['gone'])
  expect(told()).toEqual({ ...nothing, bytes: 3, left: 1 })
  expect(left()).toBe(1)
})

it('a download whose reader goes while bytes are being read has left once', async () => {
  const { bytes, told, canceled, left } = open('hangs')
  const reader = bytes.getReader()
  await reader.read()
  await reader.read()
  const next = reader.read()
  await turn()
  await reader.cancel('gone')
  expect(await next).toMatchObject({ done: true })
  await turn()
  expect(canceled).toEqual(['gone'])
  expect(told()).toEqual({ ...nothing, bytes: 5, left: 1 })
  expect(left()).toBe(1)
})

it('a download whose bytes cannot be read failed, with their error', async () => {
  const { bytes, told, left } = open('breaks')
  await expect(new Response(bytes).arrayBuffer()).rejects.toThrow('damaged')
  expect(told()).toEqual({ ...nothing, bytes: 5, failed: 1 })
  expect(left()).toBe(1)
})
