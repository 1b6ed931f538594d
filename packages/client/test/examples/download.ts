import { createWriteStream } from 'node:fs'
import { Writable } from 'node:stream'
import { createClient, downloadItem } from '@accession/client'

const client = createClient({
  server: 'https://vcenter.example.com',
  user: 'administrator@vsphere.local',
  password: process.env['VCENTER_PASSWORD'] ?? '',
})

const [itemId = ''] = await client.item.find({ spec: { name: 'ubuntu' } })
await downloadItem(client, {
  itemId,
  open: ({ name }) => Writable.toWeb(createWriteStream(`downloaded-${name}`)),
  signal: AbortSignal.timeout(3_600_000),
})
