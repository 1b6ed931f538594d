import { createAdmin } from '../../src/admin/admin.ts'

const [, , work, folder = ''] = process.argv

await using admin = await createAdmin({}, { isNew: work === 'restore' })
const options = {
  signal: new AbortController().signal,
  onProgress: (): void => void process.stdout.write('.'),
}
if (work === 'restore') await admin.restore(folder, options)
else await admin.backUp(folder, options)
