import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { emptyDatabase } from '../support/database.ts'
import { type Cli, createCli, freshCli, SECRET } from './support.ts'

type Finding = { subject: string; state: 'good' | 'note' | 'problem'; says: string; advice?: string }

async function examine(cli: Cli) {
  const { code, out } = await cli.run(['doctor', '--json'])
  const { problems, findings }: { problems: number; findings: Finding[] } = JSON.parse(out)
  const about = (subject: string) => findings.filter((finding) => finding.subject === subject)
  return { code, problems, findings, about }
}

describe('patmint doctor', () => {
  it('finds nothing wrong where nothing is, and looks at everything', async () => {
    const cli = await freshCli()
    await cli.json('account', 'create', '--email', 'ada@example.com', '--admin')
    const { code, problems, findings } = await examine(cli)
    expect({ code, problems }).to.deep.equal({ code: 0, problems: 0 })
    expect([...new Set(findings.map(({ subject }) => subject))]).to.deep.equal([
      'configuration',
      'address',
      'database',
      'migrations',
      'clock',
      'keys',
      'internal client',
      'administrators',
      'policy',
      'mail',
    ])
    const { out } = await cli.run(['doctor'])
    expect(out)
      .to.match(/✓ database +PostgreSQL \d/)
      .and.contain('Nothing is wrong.')
    await cli.drop()
  })

  it('tells what is unusual without calling it a problem', async () => {
    const cli = await freshCli()
    await cli.json('account', 'create', '--email', 'ada@example.com', '--admin')
    await cli.json('client', 'disable', 'patmint')
    await cli.json('policy', 'set', '--max-days', '90')
    const newSecret = { ...cli.environment, PATMINT_SECRET: `another ${SECRET},${SECRET}` }
    const { code, about } = await examine(createCli(newSecret))
    expect(code).to.equal(0)
    expect(about('internal client')[0]?.advice).to.contain('client enable patmint')
    expect(about('policy')[0]?.says).to.contain('PATMINT_TOKEN_MAX_DAYS says 365').and.contain('90')
    expect(about('keys').map(({ state }) => state)).to.deep.equal(['note', 'note'])
    await cli.drop()
  })

  it('says what to do where the secret is another one, and where there is no administrator', async () => {
    const cli = await freshCli()
    await cli.json('migrate')
    const { code, problems, about } = await examine(
      createCli({ ...cli.environment, PATMINT_SECRET: `quite another ${SECRET}` }),
    )
    expect({ code, problems }).to.deep.equal({ code: 1, problems: 3 })
    expect(about('keys').map(({ advice }) => advice)).to.deep.equal([
      'Add the former secret to PATMINT_SECRET, after the current one and a comma.',
      'Add the former secret to PATMINT_SECRET, after the current one and a comma.',
    ])
    expect(about('administrators')[0]?.advice).to.contain('account create')
    await cli.drop()
  })

  it('works where the database is away', async () => {
    const url = 'postgresql://u:pw@127.0.0.1:1/patmint'
    const { code, about } = await examine(createCli({ DATABASE_URL: url, PATMINT_SECRET: SECRET }))
    expect(code).to.equal(1)
    expect(about('database')[0]?.says).to.match(
      /^PostgreSQL at 127\.0\.0\.1:1\/patmint cannot be used: .*ECONNREFUSED/,
    )
    expect(JSON.stringify(about('database'))).to.not.contain('pw')
  })

  it('works where the schema is not there yet, and does not make it', async () => {
    const { url, drop } = await emptyDatabase()
    const cli = createCli({ DATABASE_URL: url, PATMINT_SECRET: SECRET })
    const { code, about } = await examine(cli)
    expect(code).to.equal(1)
    expect(about('migrations')[0]).to.deep.include({ state: 'problem' })
    expect(about('migrations')[0]?.advice).to.contain('patmint -- migrate')
    expect((await examine(cli)).about('migrations')[0]?.state).to.equal('problem')
    await drop()
  })

  it('works where the configuration is not right, and names every problem', async () => {
    const { code, problems, about } = await examine(createCli({ PORT: 'x', PATMINT_SECRET: 'short' }))
    expect({ code, problems }).to.deep.equal({ code: 1, problems: 2 })
    expect(about('configuration').map(({ says }) => says.split(' ')[0])).to.deep.equal([
      'PORT',
      'PATMINT_SECRET',
    ])
  })

  it('makes no database where there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patmint-doctor-'))
    const { code, about } = await examine(createCli({ PATMINT_DATA_DIR: join(folder, 'data') }))
    expect(code).to.equal(0)
    expect(about('database')[0]?.advice).to.contain('npm start')
    await rm(folder, { recursive: true })
  })

  it('tries the mail server', async () => {
    const url = 'postgresql://u:pw@127.0.0.1:1/patmint'
    const mail = { PATMINT_SMTP_URL: 'smtp://u:pw@127.0.0.1:1', PATMINT_MAIL_FROM: 'patmint@example.com' }
    const { about } = await examine(createCli({ DATABASE_URL: url, PATMINT_SECRET: SECRET, ...mail }))
    expect(about('mail')[0]).to.deep.include({ state: 'problem' })
    expect(about('mail')[0]?.says).to.match(/^127\.0\.0\.1:1 does not take mail: /)
  })

  it('asks for the proxy in production', async () => {
    const url = 'postgresql://u:pw@127.0.0.1:1/patmint'
    const production = {
      DATABASE_URL: url,
      PATMINT_SECRET: SECRET,
      PATMINT_ISSUER: 'https://tokens.example.com',
    }
    expect((await examine(createCli(production))).about('proxy')[0]?.advice).to.contain(
      'PATMINT_TRUSTED_PROXIES',
    )
    const trusting = createCli({ ...production, PATMINT_TRUSTED_PROXIES: '10.0.0.0/8' })
    expect((await examine(trusting)).about('proxy')[0]?.state).to.equal('good')
  })
})
