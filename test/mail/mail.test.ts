import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { findQuietPort, type Mailbox, mailEnvironment, openMailbox, readText } from './support.ts'

const GRACE = { email: 'grace@example.com', name: 'Grace Hopper', role: 'member' } as const

/** What is to be tried again is tried now. */
async function hasten({ database }: TestRooms): Promise<void> {
  const sql = `update patmint_jobs.job set start_after = now() where state = 'retry' returning 1`
  while ((await database.pool.query(sql)).rowCount === 0) await sleep(20)
}

async function waitForLog(rooms: TestRooms, text: string): Promise<void> {
  while (!rooms.logged().includes(text)) await sleep(20)
}

describe('mail', () => {
  let mailbox: Mailbox

  before(async () => {
    mailbox = await openMailbox()
  })

  beforeEach(() => {
    ;(mailbox.received as unknown[]).length = 0
  })

  after(() => mailbox.close())

  it('takes an invitation, a link for a new password and the notice of an issued token to their reader', async () => {
    const rooms = await freshRooms(mailbox.environment)
    await rooms.mail.startDelivery()
    const ada = await rooms.createAccount('ada', 'admin')
    const by = { kind: 'account', id: ada.id } as const
    const { account, secret } = await rooms.accounts.invite(by, GRACE)
    const [invitation] = await mailbox.waitFor(1)
    expect(invitation?.to).to.deep.equal(['grace@example.com'])
    expect(invitation?.raw).to.match(/^From: Patmint <patmint@example\.com>\r$/m)
    expect(invitation?.raw).to.match(/^Subject: Your invitation to 127\.0\.0\.1:\d+\r$/m)
    const text = readText(invitation?.raw ?? '')
    expect(text).to.include('Hello Grace Hopper,').and.to.include('ada (ada@example.com) has invited you')
    expect(text).to.include(`${rooms.config.issuer}/welcome?key=${secret}`).and.to.include(' UTC')

    await rooms.accounts.redeemPasswordLink({ kind: 'anonymous' }, secret, 'a long walk by the sea')
    const next = await rooms.accounts.createPasswordLink(by, account.id)
    const [, link] = await mailbox.waitFor(2)
    expect(readText(link?.raw ?? '')).to.include(next.secret)

    const given = { accountId: account.id, name: 'from <ada>', scopes: ['tracker:read'] }
    const issued = await rooms.tokens.mint(by, given)
    const [, , notice] = await mailbox.waitFor(3)
    const said = readText(notice?.raw ?? '')
    expect(said).to.include('ada (ada@example.com) has issued an access token for you')
    expect(said).to.include('Name: from <ada>').and.to.include('Scopes: tracker:read')
    expect(said).to.include(`${rooms.config.issuer}/account/tokens/${issued.token.id}`)
    expect(notice?.raw).to.include('Name: from &lt;ada&gt;').and.not.to.include(issued.secret)
    await rooms.close()
  })

  it('says nothing about a token that somebody makes for themselves, or that a service account gets', async () => {
    const rooms = await freshRooms(mailbox.environment)
    const ada = await rooms.createAccount('ada', 'admin')
    const acme = await rooms.createOrganization('Acme', ada)
    const by = { kind: 'account', id: ada.id } as const
    const robot = await rooms.organizations.createServiceAccount(by, { organizationId: acme.id, name: 'CI' })
    await rooms.tokens.mint(by, { accountId: ada.id, name: 'mine', scopes: ['tracker:read'] })
    await rooms.tokens.mint(by, { accountId: robot.id, name: 'its', scopes: ['tracker:read'] })
    const { rows } = await rooms.database.pool.query('select from patmint_jobs.job')
    expect(rows).to.have.length(0)
    await rooms.close()
  })

  it('sends what was committed by a process that was killed before it could', async () => {
    const rooms = await freshRooms(mailbox.environment)
    const script = `
      import { assemble } from './src/assemble.ts'
      import { loadConfigFromProcess } from './src/config/index.ts'
      import { createLog } from './src/lib/index.ts'
      const rooms = await assemble(loadConfigFromProcess(), { log: createLog({ level: 'silent' }) })
      await rooms.accounts.invite({ kind: 'operator' }, ${JSON.stringify(GRACE)})
      process.kill(process.pid, 'SIGKILL')`
    const environment = {
      ...process.env,
      ...mailbox.environment,
      DATABASE_URL: rooms.databaseUrl,
      PATMINT_SECRET: (rooms.config.secrets ?? []).join(),
    }
    const signal = await new Promise((resolve) => {
      execFile(process.execPath, ['--input-type=module', '-e', script], { env: environment }, (error) =>
        resolve(error?.signal),
      )
    })
    expect(signal).to.equal('SIGKILL')
    await rooms.mail.startDelivery()
    const [mail] = await mailbox.waitFor(1)
    const [, key = ''] = /welcome\?key=(\w+)/.exec(readText(mail?.raw ?? '')) ?? []
    expect(await rooms.accounts.findByPasswordLink(key)).to.include({ email: GRACE.email })
    await rooms.close()
  })

  it('sends nothing of what was rolled back', async () => {
    const rooms = await freshRooms(mailbox.environment)
    const at = rooms.clock()
    const failing = rooms.database.transaction(async (tx) => {
      const token = { id: 'x', name: 'x', scopes: [], expiresAt: null }
      await rooms.mail.announce(tx, { about: 'token_issued', to: GRACE, by: undefined, token, at })
      throw new Error('no')
    })
    expect(await failing.catch(() => 'failed')).to.equal('failed')
    await rooms.mail.startDelivery()
    await rooms.accounts.invite(OPERATOR, GRACE)
    const mails = await mailbox.waitFor(1)
    expect(mails.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1])).to.have.length(1)
    expect(readText(mails[0]?.raw ?? '')).to.include('You are invited')
    await rooms.close()
  })

  it('goes out when the mail server is back, and tells the log why it did not before', async () => {
    const port = await findQuietPort()
    const rooms = await freshRooms(mailEnvironment(port))
    await rooms.mail.startDelivery()
    await rooms.accounts.invite(OPERATOR, GRACE)
    await waitForLog(rooms, 'a job has failed; it is tried again')
    const late = await openMailbox({ port })
    await hasten(rooms)
    expect(await late.waitFor(1)).to.have.length(1)
    await rooms.close()
    expect(rooms.logged()).to.include('ECONNREFUSED').and.not.to.include('grace@example.com')
    await late.close()
  })

  it('is given up where the server does not know the recipient, and where its link is dead', async () => {
    const strict = await openMailbox({ refuse: 'grace@example.com' })
    const rooms = await freshRooms(strict.environment)
    await rooms.accounts.invite(OPERATOR, { ...GRACE, email: 'late@example.com' })
    rooms.clock.advance(8 * DAY)
    await rooms.accounts.invite(OPERATOR, GRACE)
    await rooms.mail.startDelivery()
    await waitForLog(rooms, 'the mail could not be sent in time')
    await waitForLog(rooms, 'the mail server did not take the mail (EENVELOPE, RCPT TO, 550)')
    const failed = `select from patmint_jobs.job where state = 'failed'`
    while ((await rooms.database.pool.query(failed)).rowCount !== 2) await sleep(20)
    expect(strict.received).to.have.length(0)
    await rooms.close()
    await strict.close()
  })

  it('is one mail to one recipient, whatever stands in names and addresses', async () => {
    const rooms = await freshRooms(mailbox.environment)
    await rooms.mail.startDelivery()
    const token = { id: 'x', name: 'a\r\n.\r\nRCPT TO:<eve@example.com>', scopes: [], expiresAt: null }
    const by = { name: 'Eve\r\nBcc: eve@example.com\r\n\r\nhello', email: 'eve@example.com' }
    const at = rooms.clock()
    const announce = (email: string) =>
      rooms.database.transaction((tx) =>
        rooms.mail.announce(tx, { about: 'token_issued', to: { ...by, email }, by, token, at }),
      )
    await announce('grace@example.com, eve@example.com')
    await announce('grace@example.com\r\nBcc: eve@example.com')
    await announce('grace@example.com')
    const mails = await mailbox.waitFor(1)
    await waitForLog(rooms, 'no mail can be sent to an address like this')
    const [headers = ''] = mails[0]?.raw.split('\r\n\r\n') ?? []
    expect(headers).not.to.include('eve')
    expect(mails.map(({ to }) => to)).to.deep.equal([['grace@example.com']])
    await rooms.close()
  })

  it('signs in to the mail server, and never shows the password', async () => {
    const password = 'pass-word@with:signs'
    const strict = await openMailbox({ password })
    const url = strict.environment['PATMINT_SMTP_URL']?.replace(password, encodeURIComponent(password)) ?? ''
    const rooms = await freshRooms({ ...strict.environment, PATMINT_SMTP_URL: url })
    await rooms.mail.startDelivery()
    await rooms.accounts.invite(OPERATOR, GRACE)
    await strict.waitFor(1)
    await rooms.close()
    expect(rooms.logged()).not.to.include('pass-word')
    await strict.close()
  })

  it('costs nothing where it is off: nothing is queued', async () => {
    const rooms = await freshRooms()
    await rooms.mail.startDelivery()
    await rooms.accounts.invite(OPERATOR, GRACE)
    const { rows } = await rooms.database.pool.query('select from patmint_jobs.job')
    expect(rows).to.have.length(0)
    expect(rooms.mail.isOn).to.equal(false)
    await rooms.close()
  })
})
