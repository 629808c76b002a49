import { expect } from 'chai'
import { createCli } from '../cli/support.ts'
import { signedIn } from '../pages/html.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { type Mailbox, openMailbox, readText } from './support.ts'

describe('where mail is on', () => {
  let mailbox: Mailbox
  let server: TestServer

  before(async () => {
    mailbox = await openMailbox({ password: 'pw-for-mail' })
    server = await freshServer(mailbox.environment)
    await server.mail.startDelivery()
  })

  after(async () => {
    await server.close()
    await mailbox.close()
  })

  const cliWith = (environment: Record<string, string>) =>
    createCli({
      DATABASE_URL: server.databaseUrl,
      PATMINT_SECRET: (server.config.secrets ?? []).join(),
      ...environment,
    })

  it('the console says where a link is sent, beside the link itself', async () => {
    const { browser } = await signedIn(server, 'ada', 'admin')
    const invite = '/admin/accounts/invite'
    expect(await (await browser.get(invite)).text()).to.include('The link is sent there, and shown to you.')
    const fields = { email: 'grace@example.com', name: 'Grace', role: 'member' }
    await browser.post('/admin/accounts', { form_token: await browser.formToken(invite), ...fields })
    const grace = await server.accounts.findByEmail('grace@example.com')
    const shown = await (await browser.get(`/admin/accounts/${grace?.id}/link`)).text()
    expect(shown).to.include('This link is being sent to grace@example.com.')
    const [, link = 'none'] = /value="([^"]*\/welcome\?key=[^"]+)"/.exec(shown) ?? []
    const [mail] = await mailbox.waitFor(1)
    expect(readText(mail?.raw ?? '')).to.include(link)
    const again = await (await browser.get(`/admin/accounts/${grace?.id}/password-link`)).text()
    expect(again).to.include('A one-time link is sent to grace@example.com.')
    const issue = await (await browser.get(`/admin/accounts/${grace?.id}/tokens/new`)).text()
    expect(issue).to.include('and is told by mail')
  })

  it('the command line says so too, and the server sends what a command has left', async () => {
    const count = mailbox.received.length
    const cli = cliWith(mailbox.environment)
    const { out } = await cli.run(['account', 'invite', '--email', 'joan@example.com'])
    expect(out)
      .to.match(/Sent to +joan@example\.com/)
      .and.include('The mail goes out while the server runs.')
    const made = await cli.json<{ link: string; mailedTo: string }>(
      'account',
      'password-link',
      'joan@example.com',
    )
    expect(made.mailedTo).to.equal('joan@example.com')
    const mails = await mailbox.waitFor(count + 2)
    expect(mails.slice(count).map(({ to }) => to.join())).to.deep.equal(Array(2).fill('joan@example.com'))
  })

  it('doctor signs in to the mail server, and says what to do where that fails', async () => {
    type Report = { findings: { subject: string; state: string; says: string; advice?: string }[] }
    const about = async (environment: Record<string, string>) => {
      const { out } = await cliWith(environment).run(['doctor', '--json'])
      return (JSON.parse(out) as Report).findings.find(({ subject }) => subject === 'mail')
    }
    expect(await about(mailbox.environment)).to.include({ state: 'good' })
    const url = mailbox.environment['PATMINT_SMTP_URL']?.replace('pw-for-mail', 'another-pw') ?? ''
    const wrong = await about({ ...mailbox.environment, PATMINT_SMTP_URL: url })
    expect(wrong).to.include({ state: 'problem' })
    expect(wrong?.advice).to.include('Are name and password in PATMINT_SMTP_URL right')
    expect(JSON.stringify(wrong)).not.to.include('another-pw')
  })
})
