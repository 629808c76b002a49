import { expect } from 'chai'
import { freshCli } from './support.ts'

type Json = Record<string, unknown>

describe('the commands for organizations and workspaces', () => {
  // Each command is a process of its own.
  let cli: Awaited<ReturnType<typeof freshCli>>

  before(async () => {
    cli = await freshCli()
    await cli.json('account', 'create', '--email', 'ada@example.com', '--admin', '--generate')
  })
  after(() => cli.drop())

  const refusal = async (...args: string[]) => {
    const { code, err } = await cli.run([...args, '--json'])
    expect(code, args.join(' ')).to.equal(1)
    return JSON.parse(err).error as Json
  }

  it('create an organization, change it, and switch it off and on', async () => {
    expect((await cli.run(['organization', 'list'])).out).to.contain('organization create --name "Acme"')
    const { organization } = await cli.json<{ organization: Json }>(
      'organization',
      'create',
      '--name',
      'Acme',
    )
    expect(organization).to.include({ slug: 'acme', name: 'Acme', disabledAt: null })
    expect(await refusal('organization', 'create', '--name', 'Acme')).to.include({
      code: 'organization_taken',
      field: 'slug',
    })
    const off = await cli.run(['organization', 'disable', 'acme'])
    expect(off.out).to.contain('“Acme” (acme) is disabled')
    expect((await cli.run(['organization', 'list'])).out).to.match(/acme +Acme +0 +0 +0 +disabled \d{4}-/)
    await cli.json('organization', 'enable', 'acme')
    const renamed = ['organization', 'change', 'acme', '--name', 'Acme Limited', '--slug', 'acme-limited']
    expect((await cli.run(renamed)).out).to.contain('“Acme Limited” (acme-limited)')
    expect(await refusal('organization', 'change', 'acme-limited')).to.include({ code: 'nothing_to_set' })
    expect(await refusal('organization', 'show', 'acme')).to.include({ code: 'organization_not_found' })
    await cli.json('organization', 'change', 'acme-limited', '--slug', 'acme')
  })

  it('create workspaces, and switch them off and on', async () => {
    const at = ['--organization', 'acme']
    const { workspace } = await cli.json<{ workspace: Json }>('workspace', 'create', ...at, '--name', 'Docs')
    expect(workspace).to.include({ organization: 'acme', slug: 'docs' })
    await cli.json('workspace', 'change', 'docs', ...at, '--name', 'Documentation')
    await cli.json('workspace', 'disable', 'docs', ...at)
    expect((await cli.run(['workspace', 'list'])).out).to.match(/acme +docs +Documentation +0 +disabled/)
    await cli.json('workspace', 'enable', 'docs', ...at)
    const { workspaces } = await cli.json<{ workspaces: Json[] }>('workspace', 'list', ...at)
    expect(workspaces).to.have.length(1)
    expect(workspaces[0]).to.include({ slug: 'docs', members: 0, disabledAt: null })
    expect(await refusal('workspace', 'disable', 'web', ...at)).to.include({ code: 'workspace_not_found' })
  })

  it('add members, change their role and remove them, and show who is where', async () => {
    const ada = ['acme', 'ada@example.com']
    const added = await cli.run(['organization', 'add-member', ...ada, '--workspace', 'docs'])
    expect(added.out).to.equal('ada@example.com is a member of acme/docs.\n')
    expect(await refusal('organization', 'add-member', ...ada)).to.include({ code: 'already_member' })
    await cli.json('organization', 'change-member', ...ada, '--role', 'admin')
    await cli.json('account', 'create-service', '--organization', 'acme', '--name', 'Deploy')
    const shown = await cli.json<{
      members: Json[]
      workspaces: { members: Json[] }[]
      serviceAccounts: Json[]
    }>('organization', 'show', 'acme')
    expect(shown.members.map(({ email, role }) => [email, role])).to.deep.equal([
      ['ada@example.com', 'admin'],
    ])
    expect(shown.workspaces[0]?.members[0]).to.include({ email: 'ada@example.com', role: 'member' })
    expect(shown.serviceAccounts[0]).to.include({ email: 'deploy@acme.service.internal', kind: 'service' })
    const text = (await cli.run(['organization', 'show', 'acme'])).out
    expect(text).to.contain('Workspace Documentation (docs), active').and.contain('Service accounts')
    await cli.json('organization', 'remove-member', ...ada)
    expect(await refusal('organization', 'remove-member', ...ada)).to.include({ code: 'not_a_member' })
    expect(await refusal('organization', 'add-member', 'acme', 'x@example.com')).to.include({
      code: 'account_not_found',
    })
    const { code, err } = await cli.run(['organization', 'change-member', ...ada, '--role', 'owner'])
    expect(code).to.equal(2)
    expect(err).to.contain('Allowed choices are member, admin')
  })
})
