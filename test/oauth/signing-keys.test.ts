import { expect } from 'chai'
import type { JWK } from 'jose'
import { deriveKeys } from '../../src/config/index.ts'
import { loadSigningKeys } from '../../src/oauth/signing-keys.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the signing keys', () => {
  let rooms: TestRooms
  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  const [FIRST, SECOND] = ['the first master secret of this test', 'the second master secret of this test']
  const load = (...secrets: string[]): Promise<JWK[]> => {
    const { database, clock } = rooms
    return loadSigningKeys({ database, clock, keys: deriveKeys(secrets) })
  }
  const stored = (): Promise<{ kid: string; sealed: string }[]> =>
    rooms.database.manager.query('select kid, sealed from signing_key order by kid')
  const forget = () => rooms.database.manager.query('delete from signing_key')

  it('are made once, by one of several nodes that start at the same time', async () => {
    await forget()
    const sets = await Promise.all(Array.from({ length: 4 }, () => load(FIRST)))
    const kids = sets.map((set) => set.map(({ kid }) => kid))
    for (const other of kids) expect(other).to.deep.equal(kids[0])
    expect(sets[0]?.map(({ alg }) => alg)).to.deep.equal(['RS256', 'ES256'])
    expect(await stored()).to.have.length(2)
  })

  it('are encrypted at rest', async () => {
    await forget()
    const [rsa] = await load(FIRST)
    const text = JSON.stringify(await stored())
    expect(text).to.not.include(String(rsa?.d).slice(0, 20))
    expect(text).to.not.include('"d"')
  })

  it('are encrypted again when the secret changes, so that the old secret can be dropped', async () => {
    await forget()
    const before = await load(FIRST)
    const sealedBefore = await stored()
    expect(await load(SECOND, FIRST)).to.deep.equal(before)
    expect(await stored()).to.not.deep.equal(sealedBefore)
    expect(await load(SECOND)).to.deep.equal(before)
  })

  it('say which setting is wrong when no secret opens them', async () => {
    await forget()
    await load(FIRST)
    const error: unknown = await load(SECOND).catch((failure: unknown) => failure)
    expect(error).to.have.property('code', 'signing_keys_unreadable')
    expect(error).to.have.property('message').that.includes('PATMINT_SECRET')
  })
})
