import { expect } from 'chai'
import { assemble, type Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { freshCli } from './support.ts'

describe('the commands for an account', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>
  let services: Services

  before(async () => {
    cli = await freshCli()
    services = await assemble(loadConfig(cli.environment), { log: createLog({ level: 'silent' }) })
  })

  after(async () => {
    await services.close()
    await cli.drop()
  })

  it('disables an account, lets it back in, and resets its password', async () => {
    const email = 'eve@example.com'
    await cli.json('account', 'create', '--email', email)
    const mint = ['token', 'mint', '--account', email, '--name', 'ci', '--scopes', 'tracker:read']
    await services.catalogue.ensureExamples(OPERATOR)
    await cli.json('account', 'create', '--email', 'ada@example.com', '--admin')
    const { secret } = await cli.json<{ secret: string }>(...mint)
    const { account } = await cli.json<{ account: Record<string, unknown> }>('account', 'disable', email)
    expect(account['disabledAt']).to.be.a('string')
    expect(await services.tokens.resolve(secret)).to.deep.include({ active: false, reason: 'disabled' })
    const last = await cli.run(['account', 'disable', 'ada@example.com'])
    expect([last.code, last.err]).to.deep.equal([
      1,
      'This is the only administrator. Make another one first.\n',
    ])
    expect((await cli.run(['account', 'enable', email])).out).to.equal(`The account ${email} is enabled.\n`)
    const reset = await cli.json<Record<string, unknown>>('account', 'reset-password', email)
    expect(reset).to.include({ email, tokensRevoked: 1 })
    const given = { email, password: String(reset['password']) }
    await services.accounts.authenticate({ kind: 'anonymous', address: '192.0.2.1' }, given)
  })
})
