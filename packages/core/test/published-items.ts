import type { PublishedItem } from './publisher.ts'

/** An item of one file, whose name holds a blank. */
export const ubuntu: PublishedItem = {
  id: 'a',
  name: 'Ubuntu',
  description: 'A server',
  type: 'vcsp.iso',
  files: [{ name: 'ubuntu 1.iso', content: 'ubuntu bytes' }],
}

/** An item of several files, one of them without a byte. */
export const router: PublishedItem = {
  id: 'b',
  name: 'Router',
  type: 'vcsp.ovf',
  files: [
    { name: 'router.ovf', content: '<Envelope/>' },
    { name: 'disk.vmdk', content: 'disk bytes' },
    { name: 'empty', content: '' },
  ],
}
