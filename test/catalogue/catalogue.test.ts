import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the catalogue', () => {
  let rooms: TestRooms

  before(async () => {
    rooms = await freshRooms()
  })
  after(() => rooms.close())

  it('has examples where it was empty, and only there', async () => {
    await rooms.catalogue.ensureExamples(OPERATOR)
    const names = (await rooms.catalogue.listModules()).map(({ name }) => name)
    expect(names).to.deep.equal(['calendar', 'documents', 'drive', 'tracker'])
  })

  it('takes a module once, under a name that fits a scope', async () => {
    const module = await rooms.catalogue.addModule(OPERATOR, { name: 'wiki' })
    expect(module).to.deep.include({ title: 'Wiki', actions: ['read', 'write'] })
    expect(await failure(rooms.catalogue.addModule(OPERATOR, { name: 'wiki' }))).to.include({
      code: 'module_taken',
    })
    for (const name of ['', 'Wiki', 'a:b', 'admin', 'openid', 'x'.repeat(41), '1st', 'a b', 'a\u0000']) {
      expect(await failure(rooms.catalogue.addModule(OPERATOR, { name })), name).to.include({
        code: 'module_invalid',
      })
    }
  })

  it('registers a resource server with an audience of its own and modules that exist', async () => {
    const create = (given: object) =>
      rooms.catalogue.createResourceServer(OPERATOR, {
        name: 'Tracker API',
        audience: 'https://tracker.example.com',
        modules: ['tracker'],
        ...given,
      })
    const { resourceServer, secret } = await create({})
    expect(secret).to.match(/^[0-9A-Za-z]{43}$/)
    expect(resourceServer.modules.map(({ name }) => name)).to.deep.equal(['tracker'])
    expect(await rooms.catalogue.findResourceServer(resourceServer.clientId)).to.deep.equal(resourceServer)
    const listed = (await rooms.catalogue.listModules()).find(({ name }) => name === 'tracker')
    expect(listed?.resourceServers).to.deep.equal(['Tracker API'])
    expect(await failure(create({}))).to.include({ code: 'audience_taken' })
    expect(await failure(create({ audience: 'tracker' }))).to.include({ code: 'audience_invalid' })
    expect(await failure(create({ audience: 'https://t.example/#x' }))).to.include({
      code: 'audience_invalid',
    })
    expect(await failure(create({ audience: 'https://b.example', modules: ['nope'] }))).to.include({
      code: 'module_unknown',
    })
    expect(await failure(create({ audience: 'https://b.example', modules: [] }))).to.include({
      code: 'module_unknown',
    })
  })
})
