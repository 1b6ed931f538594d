import type { ItemModel } from '@accession/core/contract'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { digestOf } from '../fixtures/digests.ts'
import { checkFiles, fileOf, itemOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary } from '../fixtures/libraries.ts'
import { descriptorText, manifestText } from '../fixtures/packages.ts'
import type { PackageFiles } from '../fixtures/packages.ts'
import { sendUpload, transferError } from '../fixtures/transfers.ts'
import {
  addFile,
  fillItem,
  openSession,
  sendFile,
  sessionFile,
  stateOf,
  upload,
} from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const disk = 'the bytes of a disk'
const other = 'THE BYTES OF A DISK'
const ovf = descriptorText({ 'disk.vmdk': disk.length })
const mf = manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk })

/** Packages that are taken; their manifests are not listed. */
const good: Readonly<Record<string, PackageFiles>> = {
  'a manifest first, and a file beside': {
    'vm.mf': mf,
    'vm.ovf': ovf,
    'disk.vmdk': disk,
    note: 'n',
  },
  'a manifest after the disk, with SHA1': {
    'disk.vmdk': disk,
    'vm.mf': manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk }, 'SHA1'),
    'vm.ovf': ovf,
  },
}

/** Packages that are refused when they are looked at as a whole, and what is said of them. */
const bad: readonly {
  readonly what: string
  readonly files: PackageFiles
  readonly missing?: readonly string[]
  readonly invalid?: readonly string[]
}[] = [
  { what: 'a disk alone', files: { 'disk.vmdk': disk }, invalid: ['disk.vmdk'] },
  {
    what: 'a disk that is cut, another that is missing, and a second descriptor',
    files: {
      'a.ovf': descriptorText({ 'disk.vmdk': disk.length, gone: 1 }),
      'b.ovf': descriptorText({}),
      'disk.vmdk': 'the',
    },
    missing: ['gone'],
    invalid: ['b.ovf', 'disk.vmdk'],
  },
  {
    what: 'another disk before its manifest, which names what is not there',
    files: {
      'disk.vmdk': other,
      'vm.mf': manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk, gone: '' }),
      'vm.ovf': ovf,
    },
    invalid: ['disk.vmdk', 'vm.mf'],
  },
]

/** Files that are refused as soon as they have come. */
const rubbish: Readonly<Record<string, string>> = {
  'vm.mf': 'this is no manifest',
  'vm.cert': 'this is no certificate',
  'vm.ovf': `<!DOCTYPE a [<!ENTITY b "c">]>${ovf.slice(ovf.indexOf('\n'))}`,
}

const makePackage = async (context: CaseContext, spec: ItemModel = {}): Promise<string> =>
  makeItem(context, await makeLibrary(context), { type: 'ovf', ...spec })

const sendAll = async (
  context: CaseContext,
  session: string,
  files: PackageFiles,
): Promise<void> => {
  for (const [name, content] of Object.entries(files))
    await sendFile(context, session, name, content)
}

const validate = (context: CaseContext, update_session_id: string) =>
  context.call('updateSessionFile.validate', { update_session_id })

/** Fails unless complete is refused, names the file, and changes nothing. */
const checkRefused = async (
  context: CaseContext,
  item: string,
  update_session_id: string,
  file: string,
): Promise<void> => {
  const before = await itemOf(context, item)
  const given = { update_session_id }
  const type = 'NOT_ALLOWED_IN_CURRENT_STATE'
  const { messages } = await context.refused(type, 'updateSession.complete', given)
  const told = messages[0]?.default_message ?? ''
  check(told.includes(file), `complete does not name ${file}: ${told}`)
  checkEqual('The state', await stateOf(context, update_session_id), 'ACTIVE')
  checkEqual('The item', await itemOf(context, item), before)
}

/** What the types of items make of files. */
export const itemTypeCases = defineCases('item types', 'Item types', {
  'a whole OVF package is taken, its manifest is checked and then not listed': async (context) => {
    const library = await makeLibrary(context)
    for (const [what, files] of Object.entries(good)) {
      const item = await makeItem(context, library, { type: 'ovf', name: what })
      const session = await openSession(context, item)
      await sendAll(context, session, files)
      const sound = { has_errors: false, missing_files: [], invalid_files: [] }
      checkEqual(`What is wrong with ${what}`, await validate(context, session), sound)
      const { 'vm.mf': manifest, ...kept } = files
      const { keep_in_storage } = await sessionFile(context, session, 'vm.mf')
      checkEqual(`Whether the manifest of ${manifest} is kept`, keep_in_storage, false)
      await context.call('updateSession.complete', { update_session_id: session })
      await checkFiles(context, item, kept)
    }
  },

  'an OVF package that is not whole is refused, with the name of the file': async (context) => {
    const library = await makeLibrary(context)
    for (const { what, files, missing = [], invalid = [] } of bad) {
      const item = await makeItem(context, library, { type: 'ovf', name: what })
      const session = await openSession(context, item)
      await sendAll(context, session, files)
      const found = await validate(context, session)
      checkEqual(`What ${what} lacks`, found.missing_files, missing)
      const names = found.invalid_files.map(({ name }) => name).toSorted()
      checkEqual(`What is wrong with ${what}`, names, invalid)
      checkEqual(`Whether ${what} is wrong`, found.has_errors, true)
      await checkRefused(context, item, session, [...missing, ...invalid][0] ?? '')
    }
  },

  'a descriptor, a manifest or a signature that is none is refused as it comes': async (
    context,
  ) => {
    const item = await makePackage(context)
    const session = await openSession(context, item)
    for (const [name, content] of Object.entries(rubbish)) {
      const { uri } = await addFile(context, session, name)
      const error = transferError(
        await sendUpload(context, uri, { body: content }),
        'INVALID_ARGUMENT',
      )
      const file = await sessionFile(context, session, name)
      const error_message = { id: error.messages[0]?.id }
      checkMatches(`The file ${name}`, file, { status: 'ERROR', error_message })
      checkEqual('The state', await stateOf(context, session), 'ACTIVE')
    }
  },

  'a file is held against the manifest that came first': async (context) => {
    const item = await makePackage(context)
    const session = await openSession(context, item)
    await sendAll(context, session, { 'vm.mf': mf, 'vm.ovf': ovf })
    const { uri } = await addFile(context, session, 'disk.vmdk')
    transferError(await sendUpload(context, uri, { body: other }), 'INVALID_ARGUMENT')
    const file = await sessionFile(context, session, 'disk.vmdk')
    checkEqual('The status', file.status, 'ERROR')
    const told = file.error_message?.default_message ?? ''
    for (const content of [disk, other]) {
      const digest = digestOf(content, 'SHA256')
      check(told.includes(digest), `The message does not tell ${digest}: ${told}`)
    }
    await checkRefused(context, item, session, 'disk.vmdk')
    await upload(context, uri, disk)
    await context.call('updateSession.complete', { update_session_id: session })
    const { checksum_info } = await fileOf(context, item, 'disk.vmdk')
    const checksum = { algorithm: 'SHA256', checksum: digestOf(disk, 'SHA256') }
    checkEqual('The checksum', checksum_info, checksum)
  },

  'a manifest comes before the descriptor': async (context) => {
    const session = await openSession(context, await makePackage(context))
    await addFile(context, session, 'vm.ovf')
    const given = { update_session_id: session }
    for (const name of ['vm.mf', 'vm.cert'])
      await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSessionFile.add', {
        ...given,
        file_spec: { name, source_type: 'PUSH' },
      })
    await context.call('updateSessionFile.remove', { ...given, file_name: 'vm.ovf' })
    await addFile(context, session, 'vm.mf')
  },

  'a disk that is replaced is judged by the descriptor that stays': async (context) => {
    const item = await makePackage(context)
    await fillItem(context, item, { 'vm.ovf': ovf, 'disk.vmdk': disk })
    const session = await openSession(context, item)
    await sendFile(context, session, 'disk.vmdk', 'cut')
    await checkRefused(context, item, session, 'disk.vmdk')
    await sendFile(context, session, 'disk.vmdk', other)
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { 'vm.ovf': ovf, 'disk.vmdk': other })
    const without = await openSession(context, item)
    const given = { update_session_id: without, file_name: 'disk.vmdk' }
    await context.call('updateSessionFile.remove', given)
    await checkRefused(context, item, without, 'disk.vmdk')
  },

  'a type is known by its name without regard to case, and any other is plain files': async (
    context,
  ) => {
    const library = await makeLibrary(context)
    const capital = await makeItem(context, library, { type: 'OVF', name: 'capital' })
    const session = await openSession(context, capital)
    await sendFile(context, session, 'disk.vmdk', disk)
    await checkRefused(context, capital, session, 'disk.vmdk')
    for (const type of ['iso', 'ovf2']) {
      const item = await makeItem(context, library, { type, name: `of type ${type}` })
      const files = { 'a.iso': 'no image', 'vm.mf': 'no manifest', 'vm.ovf': 'no descriptor' }
      await fillItem(context, item, files)
      await checkFiles(context, item, files)
    }
  },
})
