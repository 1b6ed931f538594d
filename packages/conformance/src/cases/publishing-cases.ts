import type { PublishInfo } from '@accession/core/contract'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { ConformanceFailure } from '../check/conformance-failure.ts'
import { makeItem, makeLibrary } from '../fixtures/libraries.ts'
import { descriptorText } from '../fixtures/packages.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import { sendTransfer, transferError } from '../fixtures/transfers.ts'
import { fillItem } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import type { CaseOf } from '../run/conformance-case.ts'
import type { WireAnswer } from '../wire/wire-request.ts'

const password = 'a publish password'

interface ListedItem {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly selfHref: string
  readonly files: readonly { readonly name: string; readonly hrefs: readonly string[] }[]
  readonly metadata: readonly { readonly [member: string]: string }[]
}

/** A library published like that, and what reads it as subscribers do. */
const publishLibrary = async (context: CaseContext, publish_info: PublishInfo) => {
  const library = await makeLibrary(context, { publish_info })
  const info = async (): Promise<PublishInfo> =>
    (await context.call('localLibrary.get', { library_id: library })).publish_info ?? {}
  const { publish_url: url = '' } = await info()
  const read = (
    href: string,
    headers: Readonly<Record<string, string>> = {},
    method = 'GET',
  ): Promise<WireAnswer> => {
    if (!URL.canParse(href, url)) throw new ConformanceFailure(`${url || 'Nothing'} is no URL`)
    return sendTransfer(context, new URL(href, url).href, { method, headers })
  }
  const items = async (): Promise<readonly ListedItem[]> => {
    const answer = await read('items.json')
    checkEqual('The status of items.json', answer.status, 200)
    return (JSON.parse(answer.text) as { readonly items: readonly ListedItem[] }).items
  }
  const update = (changed: PublishInfo): Promise<void> =>
    context.call('localLibrary.update', {
      library_id: library,
      update_spec: { publish_info: changed },
    })
  return { library, url, info, read, items, update }
}

const versionIn = ({ text }: WireAnswer): number =>
  Number((JSON.parse(text) as { readonly version: string }).version)

const basic = (name: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`,
})

/** Names of files that mean something in an address. */
const oddNames = ['a b.iso', '%41%2B.iso', "#?&=+;,'()*!.iso", 'ünï \u{1f4bf}.iso', 'lib.json']

/** A rule of what is read, which is the same whatever spelling the calls before it had. */
const readAlike = (run: CaseOf['run']): CaseOf => ({ spellings: ['api'], run })

/** Publishing a library, and what its subscribers read. */
export const publishingCases = defineCases('publishing', 'Publishing', {
  'a library is not published unless it is said': async (context) => {
    const { url, info } = await publishLibrary(context, {})
    const unsaid = { published: false, authentication_method: 'NONE', persist_json_enabled: false }
    checkEqual('The publish_info', await info(), unsaid)
    checkEqual('The URL', url, '')
  },

  'a published library has its address, and documents in the strict form': async (context) => {
    const { library, url, read } = await publishLibrary(context, { published: true })
    check(url.endsWith(`/cls/vcsp/lib/${library}/lib.json`), `The URL is ${url}`)
    const { name, creation_time } = await context.call('library.get', { library_id: library })
    const lib = await read('lib.json')
    checkMatches('The headers', lib.headers, { 'content-type': 'application/json', etag: /^".+"$/ })
    const { version, ...others } = JSON.parse(lib.text) as { readonly version: string }
    check(/^[1-9]\d*$/.test(version), `The version is ${version}`)
    checkEqual('lib.json', others, {
      vcspVersion: '2',
      contentVersion: '1',
      name,
      id: `urn:uuid:${library}`,
      created: creation_time,
      capabilities: { transferIn: ['httpGet'], transferOut: ['httpGet'] },
      itemsHref: 'items.json',
    })
    checkEqual('items.json', JSON.parse((await read('items.json')).text), { items: [] })
  },

  'an item is listed with its files, and has a document of its own': async (context) => {
    const { library, read, items } = await publishLibrary(context, { published: true })
    const item = await makeItem(context, library, { type: 'iso', description: 'one' })
    await fillItem(context, item, { 'disk.iso': '0123456789' })
    const [listed] = await items()
    const { creation_time } = await context.call('item.get', { library_item_id: item })
    const expected: unknown = {
      id: `urn:uuid:${item}`,
      name: 'item',
      description: 'one',
      version: '2',
      contentVersion: '2',
      created: creation_time,
      type: 'vcsp.iso',
      properties: {},
      selfHref: `${item}/item.json`,
      files: [
        {
          name: 'disk.iso',
          size: 10,
          etag: '2',
          generationNum: 2,
          hrefs: [`${item}/2/disk.iso`],
        },
      ],
      metadata: [],
    }
    checkEqual('The item', listed, expected)
    const own = await read(listed?.selfHref ?? '')
    checkEqual('item.json', JSON.parse(own.text), listed)
  },

  'an OVF item tells what its descriptor says, as vCenters read it': async (context) => {
    const { library, items } = await publishLibrary(context, { published: true })
    const item = await makeItem(context, library, { type: 'ovf' })
    const disk = 'the bytes of a disk'
    await fillItem(context, item, {
      'vm.ovf': descriptorText({ 'disk.vmdk': disk.length }),
      'disk.vmdk': disk,
    })
    const [listed] = await items()
    const [metadata, ...more] = listed?.metadata ?? []
    checkEqual('More metadata', more, [])
    const { value = '', ...form } = metadata ?? {}
    checkEqual('The form', form, {
      type: 'String',
      domain: 'SYSTEM',
      visibility: 'READONLY',
      key: 'type-metadata',
    })
    checkMatches('What is told', JSON.parse(value), {
      id: `urn:uuid:${item}`,
      libraryIdParent: `urn:uuid:${library}`,
      version: '2',
      isVappTemplate: 'false',
      vmCount: 1,
    })
  },

  'files of any name are read by their addresses': readAlike(async (context) => {
    const { library, read, items } = await publishLibrary(context, { published: true })
    const item = await makeItem(context, library)
    await fillItem(context, item, Object.fromEntries(oddNames.map((name) => [name, name])))
    const [listed] = await items()
    checkEqual(
      'The files',
      listed?.files.map(({ name }) => name),
      oddNames.toSorted(),
    )
    for (const { name, hrefs } of listed?.files ?? []) {
      const answer = await read(hrefs[0] ?? '')
      checkEqual(`The answer for ${name}`, [answer.status, answer.text], [200, name])
    }
  }),

  'a file is answered whole, in part, by HEAD, and not at all where it is known': readAlike(
    async (context) => {
      const { library, read, items } = await publishLibrary(context, { published: true })
      await fillItem(context, await makeItem(context, library), { disk: '0123456789' })
      const href = (await items())[0]?.files[0]?.hrefs[0] ?? ''
      const head = await read(href, {}, 'HEAD')
      checkEqual('The answer to HEAD', [head.status, head.text], [200, ''])
      checkMatches('The headers', head.headers, {
        'content-length': '10',
        'content-type': 'application/octet-stream',
        'cache-control': /immutable/,
      })
      const part = await read(href, { range: 'bytes=3-5' })
      checkEqual('A part', [part.status, part.text], [206, '345'])
      const known = await read(href, { 'if-none-match': head.headers['etag'] ?? '' })
      checkEqual('The answer to who has it', [known.status, known.text], [304, ''])
    },
  ),

  'a document that is known is answered by 304, until it changes': readAlike(async (context) => {
    const { library, read } = await publishLibrary(context, { published: true })
    const tags = async () => {
      const answers = await Promise.all([read('lib.json'), read('items.json')])
      return answers.map(({ headers }) => headers['etag'] ?? '')
    }
    const statuses = async ([lib = '', items = '']: readonly string[]) => {
      const answers = [
        read('lib.json', { 'if-none-match': lib }),
        read('items.json', { 'if-none-match': items }),
      ]
      return (await Promise.all(answers)).map(({ status }) => status)
    }
    const before = await tags()
    checkEqual('The answers before', await statuses(before), [304, 304])
    await makeItem(context, library)
    checkEqual('The answers after', await statuses(before), [200, 200])
  }),

  'whatever changes moves the version of lib.json': readAlike(async (context) => {
    const { library, read } = await publishLibrary(context, { published: true })
    let last = versionIn(await read('lib.json'))
    const moves = async (what: string): Promise<void> => {
      const version = versionIn(await read('lib.json'))
      check(version > last, `After ${what} the version is ${version}, as before`)
      last = version
    }
    const item = await makeItem(context, library)
    await moves('an item is made')
    await fillItem(context, item, { a: 'x' })
    await moves('a file is brought')
    await context.call('item.update', { library_item_id: item, update_spec: { name: 'b' } })
    await moves('an item is renamed')
    const update_spec = { name: context.unique('renamed') }
    await context.call('localLibrary.update', { library_id: library, update_spec })
    await moves('the library is renamed')
    await context.call('item.delete', { library_item_id: item })
    await moves('an item is deleted')
  }),

  'bytes that were replaced can still be read by their old address': readAlike(async (context) => {
    const { library, read, items } = await publishLibrary(context, { published: true })
    const item = await makeItem(context, library)
    await fillItem(context, item, { disk: 'old' })
    const before = (await items())[0]?.files[0]?.hrefs[0] ?? ''
    await fillItem(context, item, { disk: 'new' })
    const after = (await items())[0]?.files[0]?.hrefs[0] ?? ''
    checkEqual('The old bytes', (await read(before)).text, 'old')
    checkEqual('The new bytes', (await read(after)).text, 'new')
  }),

  'lib.json is never newer than items.json, while many write': readAlike(async (context) => {
    const { library, read, items } = await publishLibrary(context, { published: true })
    const made = Array.from({ length: context.rounds * 4 }, (_, index) => async () => {
      const item = await makeItem(context, library, { name: `item ${index}` })
      await context.call('item.update', {
        library_item_id: item,
        update_spec: { description: 'changed' },
      })
    })
    const state = { isWriting: true }
    const writing = Promise.all(made.map((make) => make()))
    const ended = writing.finally(() => (state.isWriting = false))
    while (state.isWriting) {
      const version = versionIn(await read('lib.json'))
      // Each change of an item, its creation included, has moved the library's version by one.
      const changes = (await items()).reduce((sum, item) => sum + Number(item.version), 0)
      check(changes >= version - 1, `items.json shows ${changes} changes, lib.json ${version - 1}`)
    }
    await ended
  }),

  'with BASIC it is for who has the password': {
    // Hashing costs: the text of the secret is what differs between spellings.
    spellings: ['api', 'json-rpc'],
    async run(context) {
      const info = { published: true, authentication_method: 'BASIC', password } as const
      const { read, info: show } = await publishLibrary(context, info)
      const publish_info = await show()
      checkMatches('The publish_info', publish_info, {
        authentication_method: 'BASIC',
        user_name: 'vcsp',
      })
      check(!JSON.stringify(publish_info).includes(password), 'The password is read back')
      for (const path of ['lib.json', 'items.json']) {
        const refused = await read(path)
        transferError(refused, 'UNAUTHENTICATED')
        checkMatches('The challenge', refused.headers, { 'www-authenticate': /^Basic / })
        checkEqual('With it', (await read(path, basic('vcsp', password))).status, 200)
      }
      transferError(await read('lib.json', basic('vcsp', 'another')), 'UNAUTHENTICATED')
    },
  },

  'the current password is asked for where one is set': {
    spellings: ['rest'],
    async run(context) {
      const info = { published: true, authentication_method: 'BASIC', password } as const
      const { library, read, info: show, update } = await publishLibrary(context, info)
      // Several nodes may each tell it at their own address.
      const told = async () => ({ ...(await show()), publish_url: undefined })
      const before = await told()
      for (const publish_info of [
        { password: 'new' },
        { authentication_method: 'NONE' },
        { published: false },
        { published: false, current_password: 'another' },
      ] as const)
        await context.refused('INVALID_ARGUMENT', 'localLibrary.update', {
          library_id: library,
          update_spec: { publish_info },
        })
      checkEqual('The publish_info', await told(), before)
      await update({ authentication_method: 'NONE', current_password: password })
      checkEqual('No password', (await read('lib.json')).status, 200)
    },
  },

  'it is nowhere once it is published no longer, or deleted': async (context) => {
    const { library, read, items, update } = await publishLibrary(context, { published: true })
    await fillItem(context, await makeItem(context, library), { disk: 'x' })
    const hrefs = ['lib.json', 'items.json', (await items())[0]?.files[0]?.hrefs[0] ?? '']
    await update({ published: false })
    for (const href of hrefs) transferError(await read(href), 'NOT_FOUND')
    await update({ published: true })
    for (const href of hrefs) checkEqual(`The status of ${href}`, (await read(href)).status, 200)
    await context.call('localLibrary.delete', { library_id: library })
    for (const href of hrefs) transferError(await read(href), 'NOT_FOUND')
  },

  'in maintenance its files come later': readAlike(async (context) => {
    const { library, read, items } = await publishLibrary(context, { published: true })
    await fillItem(context, await makeItem(context, library), { disk: 'x' })
    const href = (await items())[0]?.files[0]?.hrefs[0] ?? ''
    context.defer((cleaner) => cleaner.attempt('library.exit_maintenance', { library_id: library }))
    await context.call('library.enter_maintenance', { library_id: library })
    const answer = await read(href)
    transferError(answer, 'SERVICE_UNAVAILABLE')
    checkMatches('The headers', answer.headers, { 'retry-after': /^\d+$/ })
    checkEqual('The status of lib.json', (await read('lib.json')).status, 200)
  }),

  'what could not be is refused, and nothing is made': async (context) => {
    const name = context.unique('refused')
    for (const publish_info of [
      { published: true, authentication_method: 'BASIC' },
      { published: true, authentication_method: 'BASIC', password: '' },
      { published: true, authentication_method: 'NONE', password },
      { published: true, user_name: 'ada' },
    ] as const)
      await context.refused('INVALID_ARGUMENT', 'localLibrary.create', {
        create_spec: {
          name,
          storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
          publish_info,
        },
      })
    checkEqual('The libraries', await context.call('library.find', { spec: { name } }), [])
  },

  'only who may change the library publishes it': async (context) => {
    const as = secondUserOf(context)
    const { library, info } = await publishLibrary(context, {})
    const given = { library_id: library, update_spec: { publish_info: { published: true } } }
    await context.refused('UNAUTHORIZED', 'localLibrary.update', given, as)
    checkMatches('The publish_info', await info(), { published: false })
  },
})
