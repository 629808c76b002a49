import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { sha256 } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('clients', () => {
  let rooms: TestRooms

  before(async () => {
    rooms = await freshRooms()
  })
  after(() => rooms.close())

  it('include our own, made once however often it is ensured', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => rooms.clients.ensureInternal(OPERATOR)))
    expect(results.some(({ created }) => created)).to.equal(false)
    await rooms.database.manager.query(`delete from oauth_client where id = 'patmint'`)
    const again = await Promise.all([1, 2, 3, 4].map(() => rooms.clients.ensureInternal(OPERATOR)))
    expect(again.filter(({ created }) => created)).to.have.length(1)
    expect(await rooms.clients.find('patmint')).to.include({
      firstParty: true,
      kind: 'internal',
      disabledAt: null,
    })
  })

  it('have a generated secret of 256 bits, kept as a hash', async () => {
    const { client, secret = '' } = await rooms.clients.createApplication(OPERATOR, {
      name: 'App',
      redirectUris: ['https://app.example.com/cb'],
      isPublic: false,
      firstParty: false,
    })
    expect(secret).to.match(/^[0-9A-Za-z]{43}$/)
    expect((await rooms.clients.find(client.id))?.secretHash).to.deep.equal(sha256(secret))
  })

  for (const uri of [
    'http://app.example.com/cb',
    'https://a/#x',
    'javascript:alert(1)',
    '/cb',
    'http://localhost/cb',
  ]) {
    it(`may not have ${uri} as redirect URI`, async () => {
      const given = { name: 'App', redirectUris: [uri], isPublic: true, firstParty: false }
      expect(await failure(rooms.clients.createApplication(OPERATOR, given))).to.include({
        code: 'redirect_uri_invalid',
      })
    })
  }

  it('are not found by ids that cannot be one', async () => {
    for (const id of ['', '\u0000', 'é', 'x'.repeat(201), 'unknown']) {
      expect(await rooms.clients.find(id)).to.equal(undefined)
    }
    expect(await failure(rooms.clients.disable(OPERATOR, 'unknown'))).to.include({ code: 'client_not_found' })
  })
})
