import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('changing an application', () => {
  let rooms: TestRooms
  let id: string

  before(async () => {
    rooms = await freshRooms()
    const made = await rooms.clients.createApplication(OPERATOR, {
      name: 'Wiki',
      redirectUris: ['https://wiki.example.com/cb'],
      isPublic: false,
      firstParty: false,
    })
    id = made.client.id
  })
  after(() => rooms.close())

  const changes = (): Promise<{ data: unknown }[]> =>
    rooms.database.manager.query(
      `select data from audit_event where name = 'client.changed' and client_id = $1 order by at, id`,
      [id],
    )

  it('changes what is given and records what it was', async () => {
    const redirectUris = ['https://wiki.example.org/cb', 'http://127.0.0.1/cb']
    const changed = await rooms.clients.changeApplication(OPERATOR, id, { redirectUris, firstParty: true })
    expect(changed).to.deep.include({ name: 'Wiki', redirectUris, firstParty: true })
    expect(await rooms.clients.find(id)).to.deep.equal(changed)
    expect(await changes()).to.deep.equal([
      {
        data: {
          before: { redirectUris: ['https://wiki.example.com/cb'], firstParty: false },
          after: { redirectUris, firstParty: true },
        },
      },
    ])
  })

  it('records nothing where nothing is new', async () => {
    await rooms.clients.changeApplication(OPERATOR, id, { name: 'Wiki' })
    await rooms.clients.changeApplication(OPERATOR, id, {})
    expect(await changes()).to.have.length(1)
  })

  it('holds to the rules of new ones, and changes nothing where one is broken', async () => {
    const before = await rooms.clients.find(id)
    const change = (given: object) => rooms.clients.changeApplication(OPERATOR, id, given)
    expect(await failure(change({ name: '\u202e' }))).to.include({ code: 'client_name_invalid' })
    const redirectUris = ['https://wiki.example.com/*']
    expect(await failure(change({ name: 'X', redirectUris }))).to.include({ code: 'redirect_uri_invalid' })
    expect(await rooms.clients.find(id)).to.deep.equal(before)
  })

  it('is for applications alone', async () => {
    const { resourceServer } = await rooms.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    for (const other of ['patmint', resourceServer.clientId]) {
      const refused = rooms.clients.changeApplication(OPERATOR, other, { name: 'X', firstParty: false })
      expect(await failure(refused)).to.include({ code: 'client_not_an_application' })
    }
    expect(await rooms.clients.find('patmint')).to.include({ name: 'Patmint', firstParty: true })
    for (const unknown of ['unknown', 'a\u0000', '']) {
      const refused = rooms.clients.changeApplication(OPERATOR, unknown, { name: 'X' })
      expect(await failure(refused)).to.include({ code: 'client_not_found' })
    }
  })
})
