import { createClient, isApiError, isClientError } from '@accession/client'

const client = createClient({
  server: 'https://vcenter.example.com',
  user: 'administrator@vsphere.local',
  password: process.env['VCENTER_PASSWORD'] ?? '',
  timeoutMs: 10_000,
})

try {
  const update_session_id = '2f9f14a6-6a0c-4bd9-9b5c-0d7d0e4b3f43'
  await client.updateSession.delete({ update_session_id }, { timeoutMs: 5_000 })
} catch (error) {
  if (!isClientError(error)) throw error
  switch (error.name) {
    case 'ApiError':
      // What the server answered; `isApiError` asks for one type or several.
      if (isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) console.log('Cancel it first.')
      else console.log(error.type, error.message, error.id, error.args)
      break
    case 'ConnectionError':
      // unreachable, timed_out or unreadable: nobody knows whether the call took effect.
      console.log(error.reason, error.message)
      break
    case 'TransferError':
      // A session or a file that came to a bad end.
      console.log(error.file, error.reason?.default_message)
      break
  }
}
