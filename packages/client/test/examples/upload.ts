import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createClient, eachLibrary, uploadItem } from '@accession/client'

const client = createClient({
  server: 'https://vcenter.example.com',
  user: 'administrator@vsphere.local',
  password: process.env['VCENTER_PASSWORD'] ?? '',
})

for await (const { id, name } of eachLibrary(client)) console.log(id, name)

const [library_id = ''] = await client.library.find({ spec: { name: 'images' } })
await uploadItem(client, {
  item: { library_id, name: 'ubuntu' },
  files: [
    {
      name: 'ubuntu.iso',
      size: (await stat('ubuntu.iso')).size,
      open: () => openAsBlob('ubuntu.iso'),
    },
  ],
  createDigest: (algorithm) => {
    const hash = createHash(algorithm)
    return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') }
  },
  onProgress: ({ bytes, size }) => console.log(`${bytes} of ${size} bytes`),
})
await client.connection.signOut()
