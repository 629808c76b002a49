import { expect } from 'chai'
import fc from 'fast-check'
import { OPERATOR } from '../../src/audit/index.ts'
import { type Module, parseScopes, scopesOf } from '../../src/scopes/index.ts'
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
    expect(names).to.deep.equal(['calendar', 'documents', 'drive', 'tracker', 'patmint'])
  })

  it('has Patmint’s own module from the start, which nobody adds, changes, removes or serves', async () => {
    const own = await rooms.catalogue.findModule('patmint')
    expect(own).to.deep.include({
      actions: ['read', 'write', 'self_rotate', 'admin'],
      resourceServers: ['Patmint'],
    })
    expect(await failure(rooms.catalogue.addModule(OPERATOR, { name: 'patmint' }))).to.include({
      code: 'module_taken',
    })
    for (const attempt of [
      rooms.catalogue.changeModule(OPERATOR, 'patmint', { actions: [] }),
      rooms.catalogue.removeModule(OPERATOR, 'patmint'),
    ])
      expect(await failure(attempt)).to.include({ code: 'module_built_in' })
    const server = { name: 'Mine', audience: 'https://mine.example.com', modules: ['patmint'] }
    expect(await failure(rooms.catalogue.createResourceServer(OPERATOR, server))).to.include({
      code: 'module_unknown',
    })
    expect(await rooms.catalogue.findModule('patmint')).to.deep.equal(own)
  })

  it('puts Patmint’s own module right where an older version made it', async () => {
    await rooms.database.manager.query(`update module set actions = '{read}' where name = 'patmint'`)
    await Promise.all([1, 2, 3].map(() => rooms.catalogue.ensureOwnModule(OPERATOR)))
    expect((await rooms.catalogue.findModule('patmint'))?.actions).to.have.length(4)
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

  it('gives a module the actions that are asked for, in their order', async () => {
    const { addModule } = rooms.catalogue
    expect(await addModule(OPERATOR, { name: 'reports', actions: ['read'] })).to.deep.include({
      actions: ['read'],
    })
    const actions = ['upload', 'issue_view', '2fa']
    expect(await failure(addModule(OPERATOR, { name: 'own', actions }))).to.include({
      code: 'module_invalid',
      field: 'actions',
    })
    await addModule(OPERATOR, { name: 'own', actions: ['upload', 'issue_view', 'a-b'] })
    const kept = await rooms.catalogue.findModule('own')
    expect(kept?.actions).to.deep.equal(['upload', 'issue_view', 'a-b'])
  })

  it('has bare scopes too, whose name alone is the scope', async () => {
    const bare = await rooms.catalogue.addModule(OPERATOR, { name: 'upload', actions: [] })
    expect(bare).to.deep.equal({ name: 'upload', title: 'Upload', description: '', actions: [] })
    expect(scopesOf(bare)).to.deep.equal(['upload'])
    const api = { name: 'Upload API', audience: 'https://upload.example.com', modules: ['upload'] }
    const { resourceServer } = await rooms.catalogue.createResourceServer(OPERATOR, api)
    expect(resourceServer.modules).to.deep.equal([bare])
  })

  for (const [why, actions] of Object.entries({
    'in capitals': ['Read'],
    'with a colon': ['a:b'],
    empty: [''],
    'twice the same': ['read', 'write', 'read'],
    'too long': ['x'.repeat(41)],
    'with a NUL': ['a\u0000'],
    'without end': Array.from({ length: 41 }, (_, index) => `a${index}`),
  })) {
    it(`takes no actions ${why}`, async () => {
      const given = { name: 'refused', actions }
      expect(await failure(rooms.catalogue.addModule(OPERATOR, given))).to.include({
        code: 'module_invalid',
        field: 'actions',
      })
      expect(await failure(rooms.catalogue.changeModule(OPERATOR, 'wiki', { actions }))).to.include({
        code: 'module_invalid',
      })
    })
  }

  it('makes of every name and list of actions either scopes that are read back, or an error', async () => {
    const word = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/), fc.string({ maxLength: 4 }))
    let count = 0
    await fc.assert(
      fc.asyncProperty(word, fc.array(word, { maxLength: 4 }), async (name, actions) => {
        count += 1
        const given = { name: `${name}${count}`, actions }
        const added = await rooms.catalogue.addModule(OPERATOR, given).catch((error: unknown) => error)
        if (added instanceof Error) return void expect(added).to.include({ code: 'module_invalid' })
        const scopes = scopesOf(added as Module)
        expect(scopes).to.have.length(Math.max(actions.length, 1))
        expect(parseScopes(scopes.join(' '))).to.deep.equal(scopes)
        expect((await rooms.catalogue.findModule(given.name))?.actions).to.deep.equal(actions)
      }),
      { numRuns: 60 },
    )
  })

  it('changes what is asked for and records what it was', async () => {
    await rooms.catalogue.addModule(OPERATOR, { name: 'boards', description: 'Walls.' })
    const changed = await rooms.catalogue.changeModule(OPERATOR, 'boards', {
      title: 'Whiteboards',
      actions: ['read', 'draw'],
    })
    expect(changed).to.deep.equal({
      name: 'boards',
      title: 'Whiteboards',
      description: 'Walls.',
      actions: ['read', 'draw'],
    })
    expect(await rooms.catalogue.findModule('boards')).to.deep.equal({ ...changed, resourceServers: [] })
    await rooms.catalogue.changeModule(OPERATOR, 'boards', { title: 'Whiteboards' })
    expect(await dataOf('module.changed')).to.deep.equal([
      {
        module: 'boards',
        before: { title: 'Boards', actions: ['read', 'write'] },
        after: { title: 'Whiteboards', actions: ['read', 'draw'] },
      },
    ])
    expect(await failure(rooms.catalogue.changeModule(OPERATOR, 'boards', { title: '' }))).to.include({
      code: 'module_invalid',
      field: 'title',
    })
  })

  it('removes a module from itself and from the resource servers that served it', async () => {
    const { catalogue } = rooms
    await catalogue.addModule(OPERATOR, { name: 'gone', actions: ['read'] })
    const given = { name: 'Gone API', audience: 'https://gone.example.com', modules: ['gone', 'drive'] }
    const { resourceServer } = await catalogue.createResourceServer(OPERATOR, given)
    await catalogue.removeModule(OPERATOR, 'gone')
    expect(await catalogue.findModule('gone')).to.equal(undefined)
    const left = await catalogue.findResourceServer(resourceServer.clientId)
    expect(left?.modules.map(({ name }) => name)).to.deep.equal(['drive'])
    expect(await dataOf('module.removed')).to.deep.equal([
      {
        module: 'gone',
        before: { title: 'Gone', description: '', actions: ['read'], resourceServers: ['Gone API'] },
      },
    ])
    for (const name of ['gone', 'a\u0000', 'admin', '']) {
      expect(await catalogue.findModule(name)).to.equal(undefined)
      expect(await failure(catalogue.removeModule(OPERATOR, name))).to.include({ code: 'module_not_found' })
      expect(await failure(catalogue.changeModule(OPERATOR, name, {}))).to.include({
        code: 'module_not_found',
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

  describe('changing a resource server', () => {
    let clientId: string
    before(async () => {
      const given = { name: 'Files', audience: 'https://files.example.com', modules: ['drive'] }
      clientId = (await rooms.catalogue.createResourceServer(OPERATOR, given)).resourceServer.clientId
    })
    const change = (given: object, id = clientId) => rooms.catalogue.changeResourceServer(OPERATOR, id, given)

    it('changes its name, audience and modules, and records what they were', async () => {
      const changed = await change({
        name: 'Files API',
        audience: 'https://files.example.org',
        modules: ['documents', 'drive', 'drive'],
      })
      expect(changed).to.deep.include({ name: 'Files API', audience: 'https://files.example.org' })
      expect(changed.modules.map(({ name }) => name)).to.deep.equal(['documents', 'drive'])
      expect(await rooms.catalogue.findResourceServer(clientId)).to.deep.equal(changed)
      expect(await dataOf('resource_server.changed', clientId)).to.deep.equal([
        {
          before: { name: 'Files', audience: 'https://files.example.com', modules: ['drive'] },
          after: {
            name: 'Files API',
            audience: 'https://files.example.org',
            modules: ['documents', 'drive'],
          },
        },
      ])
    })

    it('leaves the rest alone, and records nothing where nothing is new', async () => {
      const before = await rooms.catalogue.findResourceServer(clientId)
      expect(await change({})).to.deep.equal(before)
      expect(await change({ name: 'Files API' })).to.deep.equal(before)
      expect(await dataOf('resource_server.changed', clientId)).to.have.length(1)
    })

    for (const [code, given] of Object.entries({
      module_unknown: { name: 'X', modules: ['drive', 'nope'] },
      audience_invalid: { name: 'X', audience: '/files' },
      audience_taken: { name: 'X', audience: 'https://tracker.example.com' },
      client_name_invalid: { name: ' ' },
    })) {
      it(`changes nothing at all where it answers ${code}`, async () => {
        const before = await rooms.catalogue.findResourceServer(clientId)
        expect(await failure(change(given))).to.include({ code })
        expect(await rooms.catalogue.findResourceServer(clientId)).to.deep.equal(before)
      })
    }

    it('wants at least one module', async () => {
      expect(await failure(change({ modules: [] }))).to.include({ code: 'module_unknown', field: 'modules' })
    })

    it('is for resource servers that exist', async () => {
      for (const id of ['patmint', 'unknown', 'a\u0000', '']) {
        expect(await failure(change({ name: 'X' }, id)), id).to.include({ code: 'resource_server_not_found' })
        expect(await rooms.catalogue.findResourceServer(id)).to.equal(undefined)
      }
    })
  })

  it('never serves a module that is removed at the same moment', async () => {
    const { catalogue } = rooms
    const given = { name: 'Race', audience: 'https://race.example.com', modules: ['drive'] }
    const { clientId } = (await catalogue.createResourceServer(OPERATOR, given)).resourceServer
    for (let round = 0; round < 5; round += 1) {
      await catalogue.addModule(OPERATOR, { name: 'brief' })
      const [changed] = await Promise.allSettled([
        catalogue.changeResourceServer(OPERATOR, clientId, { modules: ['drive', 'brief'] }),
        catalogue.removeModule(OPERATOR, 'brief'),
      ])
      if (changed.status === 'rejected') expect(changed.reason).to.include({ code: 'module_unknown' })
      const kept = await catalogue.findResourceServer(clientId)
      expect(kept?.modules.map(({ name }) => name)).to.deep.equal(['drive'])
    }
  })

  const dataOf = async (name: string, clientId?: string): Promise<unknown[]> => {
    const rows: { data: unknown }[] = await rooms.database.manager.query(
      'select data from audit_event where name = $1 and ($2::text is null or client_id = $2) order by at, id',
      [name, clientId],
    )
    return rows.map(({ data }) => data)
  }
})
