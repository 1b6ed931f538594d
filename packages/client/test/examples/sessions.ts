import { createConnection, eachUpdateSession, updateSession } from '@accession/client'

const connection = createConnection({
  server: 'https://vcenter.example.com',
  user: 'administrator@vsphere.local',
  password: process.env['VCENTER_PASSWORD'] ?? '',
})
const sessions = updateSession(connection)

for await (const { id, state } of eachUpdateSession({ updateSession: sessions })) {
  if (state === 'ACTIVE') await sessions.cancel({ update_session_id: id })
  await sessions.delete({ update_session_id: id })
}
