import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { CONFIGURATION_DOCS, renderConfigurationDocs } from '../../scripts/write-configuration-docs.ts'
import { loadConfig, options } from '../../src/config/index.ts'

describe('docs/configuration.md', () => {
  it('says what the options say (else run: npm run docs:configuration)', async () => {
    expect(await readFile(CONFIGURATION_DOCS, 'utf8')).to.equal(renderConfigurationDocs())
  })

  it('gives only examples that are accepted', () => {
    const all = Object.values(options).map(({ variable, example }) => [variable, example])
    const secret = 'nothing but an example of a secret, long enough'.replace(',', '')
    const given = { ...Object.fromEntries(all), PATMINT_SECRET: secret }
    expect(loadConfig(given)).to.include({ production: true, issuer: 'https://tokens.example.com' })
  })
})
