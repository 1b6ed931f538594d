const envelope = (body: string): string =>
  `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${body}</Body></Envelope>`

const login =
  '<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this>' +
  '<userName>user</userName><password>pass</password></Login>'

const find =
  '<FindByInventoryPath xmlns="urn:vim25"><_this type="SearchIndex">SearchIndex</_this>' +
  '<inventoryPath>/DC0/datastore/LocalDS_0</inventoryPath></FindByInventoryPath>'

/** The id of vcsim's datastore, which a library there needs; only its SOAP side tells. */
export const vcsimDatastore = async (origin: string): Promise<string> => {
  const ask = (body: string, cookie = ''): Promise<Response> =>
    fetch(`${origin}/sdk`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', cookie },
      body: envelope(body),
    })
  const signedIn = await ask(login)
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';', 1)
  await signedIn.text()
  const found = await (await ask(find, cookie)).text()
  const id = />(datastore-\d+)</.exec(found)?.[1]
  if (id === undefined) throw new Error(`vcsim names no datastore: ${found.slice(0, 500)}`)
  return id
}
