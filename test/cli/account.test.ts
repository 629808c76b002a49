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
    expect(await services.tokens.resolve(secret)).to.deep.include({
      active: false,
      reason: 'account_disabled',
    })
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

  it('invites by a one-time link, makes another one, and lists who has not come yet', async () => {
    const email = 'grace@example.com'
    const invited = await cli.json<{ link: string; linkExpiresAt: string }>(
      'account',
      'invite',
      '--email',
      email,
    )
    expect(invited.link).to.match(/\/welcome\?key=[0-9A-Za-z]{43}$/)
    const key = (link: string) => new URL(link).searchParams.get('key') ?? ''
    expect(await services.accounts.findByPasswordLink(key(invited.link))).to.include({ email, name: 'grace' })
    const next = await cli.json<{ link: string }>('account', 'password-link', email)
    expect(await services.accounts.findByPasswordLink(key(invited.link))).to.equal(undefined)
    expect(await services.accounts.findByPasswordLink(key(next.link))).to.include({ email })
    const { accounts } = await cli.json<{ accounts: object[] }>('account', 'list', '--state', 'invited')
    expect(accounts).to.have.length(1)
    expect(accounts[0]).to.include({ email, kind: 'person', state: 'invited', activeTokens: 0 })
    const said = await cli.run(['account', 'password-link', email])
    expect(said.out)
      .to.contain('It works once, and is shown this once.')
      .and.match(/Good until +\d{4}-/)
    expect((await cli.run(['account', 'list', '--search', 'nobody-like-this'])).out).to.contain(
      'No account is like that.',
    )
  })

  it('signs an account out everywhere, and ends nothing else', async () => {
    const email = 'sol@example.com'
    await cli.json('account', 'create', '--email', email, '--generate')
    const sol = await services.accounts.findByEmail(email)
    if (sol === undefined) throw new Error('the account was just made')
    const from = { address: undefined, userAgent: undefined }
    const { secret } = await services.sessions.start({ kind: 'account', id: sol.id }, sol, from)
    const ended = await cli.json<Record<string, unknown>>('account', 'end-sessions', email)
    expect(ended).to.deep.equal({ email, sessionsEnded: 1 })
    expect(await services.sessions.resume(secret)).to.equal(undefined)
    expect((await services.audit.list({ name: 'session.ended' })).events[0]).to.deep.include({
      data: { all: 1 },
    })
    expect((await services.accounts.find(sol.id))?.disabledAt).to.equal(null)
    const again = await cli.run(['account', 'end-sessions', email])
    expect(again.out).to.equal(`${email} is signed out everywhere: 0 sessions ended.\n`)
  })

  it('gives and takes the role of an administrator', async () => {
    await cli.json('account', 'create', '--email', 'mae@example.com', '--generate')
    const promoted = await cli.run(['account', 'role', 'mae@example.com', '--role', 'admin'])
    expect(promoted.out).to.equal('mae@example.com is an administrator.\n')
    const { account } = await cli.json<{ account: object }>(
      'account',
      'role',
      'mae@example.com',
      '--role',
      'member',
    )
    expect(account).to.include({ email: 'mae@example.com', role: 'member' })
  })
})
