import { expect } from 'chai'
import { ConfigProblems, loadConfig } from '../../src/config/index.ts'

const SECRET = 'x'.repeat(40)

function problemsOf(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment)
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems.map(({ variable }) => variable)
    throw error
  }
  return []
}

describe('the configuration', () => {
  it('has a default for everything on a loopback address', () => {
    expect(loadConfig({})).to.deep.include({
      issuer: 'http://127.0.0.1:4100',
      production: false,
      tokenDefaultDays: 30,
      tokenMaxDays: 365,
      tokenNeverExpires: false,
      tokensPerAccount: 50,
      dataDir: './data',
    })
    expect(loadConfig({ PORT: '8080', PATMINT_LOG_LEVEL: ' ' }).issuer).to.equal('http://127.0.0.1:8080')
  })

  it('reads how many requests a minute are too many, and where they are counted', () => {
    expect(loadConfig({})).to.include({
      rateLimitPerMinute: 600,
      introspectionRateLimitPerMinute: undefined,
      redisUrl: undefined,
    })
    for (const REDIS_URL of ['redis://127.0.0.1', 'rediss://patmint:p%40ss@redis.example.com:6380/3'])
      expect(loadConfig({ REDIS_URL })).to.include({ redisUrl: REDIS_URL })
    for (const REDIS_URL of [
      '127.0.0.1:6379',
      'http://127.0.0.1',
      'redis://',
      'redis://host/zero',
      'redis://host?db=1',
    ])
      expect(problemsOf({ REDIS_URL }), REDIS_URL).to.deep.equal(['REDIS_URL'])
    for (const variable of ['PATMINT_RATE_LIMIT_PER_MINUTE', 'PATMINT_INTROSPECTION_RATE_LIMIT_PER_MINUTE']) {
      expect(problemsOf({ [variable]: '1000000' })).to.deep.equal([])
      for (const wrong of ['0', '1000001', 'many'])
        expect(problemsOf({ [variable]: wrong })).to.deep.equal([variable])
    }
  })

  it('reads a mail server, which needs a sender, and a sender needs one', () => {
    const PATMINT_SMTP_URL = 'smtps://patmint:p%40ss@smtp.example.com'
    const read = loadConfig({ PATMINT_SMTP_URL, PATMINT_MAIL_FROM: 'Patmint <patmint@example.com>' })
    expect(read.mailFrom).to.deep.equal({ name: 'Patmint', address: 'patmint@example.com' })
    const alone = loadConfig({ PATMINT_SMTP_URL, PATMINT_MAIL_FROM: 'patmint@example.com' })
    expect(alone.mailFrom).to.deep.equal({ name: '', address: 'patmint@example.com' })
    expect(problemsOf({ PATMINT_SMTP_URL })).to.deep.equal(['PATMINT_MAIL_FROM'])
    expect(problemsOf({ PATMINT_MAIL_FROM: 'patmint@example.com' })).to.deep.equal(['PATMINT_SMTP_URL'])
    for (const from of ['Patmint', 'a@example.com, b@example.com', 'a\nBcc: b <a@example.com>']) {
      expect(problemsOf({ PATMINT_SMTP_URL, PATMINT_MAIL_FROM: from })).to.deep.equal(['PATMINT_MAIL_FROM'])
    }
    const wrong = [
      'smtp.example.com:25',
      'http://smtp.example.com',
      'smtp://a:100%@smtp.example.com',
      'smtp://',
    ]
    for (const url of [...wrong, 'smtp://smtp.example.com?pool=true']) {
      const environment = { PATMINT_SMTP_URL: url, PATMINT_MAIL_FROM: 'patmint@example.com' }
      expect(problemsOf(environment)).to.include('PATMINT_SMTP_URL')
      expect(() => loadConfig(environment))
        .to.throw()
        .with.property('message')
        .not.include(url)
    }
  })

  it('reports all problems at once, each with what to do', () => {
    const environment = {
      PORT: 'eighty',
      PATMINT_SECRET: 'short',
      PATMINT_TOKEN_PREFIX: 'a.b',
      PATMINT_LOG_LEVEL: 'x',
    }
    expect(problemsOf(environment)).to.have.members(Object.keys(environment))
    expect(() => loadConfig(environment)).to.throw(ConfigProblems, /openssl rand/)
  })

  it('refuses an option that does not exist: it may be a misspelt one', () => {
    expect(problemsOf({ PATMINT_TOKEN_MAXDAYS: '30' })).to.deep.equal(['PATMINT_TOKEN_MAXDAYS'])
  })

  it('U16 starts in production only with https, a secret and a database', () => {
    const issuer = { PATMINT_ISSUER: 'https://tokens.example.com' }
    const database = { DATABASE_URL: 'postgresql://db.example.com/patmint' }
    expect(problemsOf({ PATMINT_ISSUER: 'http://tokens.example.com' })).to.have.members([
      'PATMINT_ISSUER',
      'PATMINT_SECRET',
      'DATABASE_URL',
    ])
    expect(problemsOf({ ...issuer, ...database })).to.deep.equal(['PATMINT_SECRET'])
    expect(problemsOf({ ...issuer, PATMINT_SECRET: SECRET })).to.deep.equal(['DATABASE_URL'])
    expect(loadConfig({ ...issuer, ...database, PATMINT_SECRET: SECRET }).production).to.equal(true)
    const small = { ...issuer, PATMINT_SECRET: SECRET, PATMINT_ALLOW_EMBEDDED_DATABASE: 'true' }
    expect(loadConfig(small).production).to.equal(true)
  })

  it('checks options that belong together', () => {
    expect(problemsOf({ PATMINT_TOKEN_MAX_DAYS: '7' })).to.deep.equal(['PATMINT_TOKEN_DEFAULT_DAYS'])
    expect(problemsOf({ DATABASE_URL: 'postgresql://db/x' })).to.deep.equal(['PATMINT_SECRET'])
  })

  for (const issuer of [
    'tokens.example.com',
    'https://a.example/path',
    'https://u@a.example',
    'ftp://a.example',
  ]) {
    it(`refuses ${issuer} as issuer`, () => {
      expect(problemsOf({ PATMINT_ISSUER: issuer })).to.include('PATMINT_ISSUER')
    })
  }

  it('takes an issuer with a slash at its end for the one without', () => {
    expect(loadConfig({ PATMINT_ISSUER: 'http://127.0.0.1:4100/' }).issuer).to.equal('http://127.0.0.1:4100')
  })

  it('reads several secrets, networks of proxies and words for yes', () => {
    const config = loadConfig({
      PATMINT_SECRET: `${SECRET}, ${'y'.repeat(40)}`,
      PATMINT_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      PATMINT_TOKEN_ALLOW_NEVER: 'Yes',
    })
    expect(config.secrets).to.deep.equal([SECRET, 'y'.repeat(40)])
    expect(config.trustedProxies).to.deep.equal(['10.0.0.0/8', '::1'])
    expect(config.tokenNeverExpires).to.equal(true)
    expect(problemsOf({ PATMINT_TRUSTED_PROXIES: '10.0.0.0/33' })).to.deep.equal(['PATMINT_TRUSTED_PROXIES'])
  })
})
