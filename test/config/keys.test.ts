import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { deriveKeys, readOrCreateSecret } from '../../src/config/index.ts'
import { seal, unseal } from '../../src/lib/index.ts'

describe('the master secret', () => {
  it('gives every purpose a key of its own', () => {
    const { cookie, seal: sealing, form } = deriveKeys(['a'.repeat(40), 'b'.repeat(40)])
    const all = [...cookie, ...[...sealing, ...form].map((key) => Buffer.from(key).toString('base64url'))]
    expect(new Set(all)).to.have.length(6)
    expect(deriveKeys(['a'.repeat(40)]).cookie[0]).to.equal(cookie[0])
  })

  it('may be changed: what the retired one sealed still opens', async () => {
    const [before, after] = [deriveKeys(['a'.repeat(40)]), deriveKeys(['b'.repeat(40), 'a'.repeat(40)])]
    const sealed = await seal(before.seal, 'a test', 'the text')
    expect(await unseal(after.seal, 'a test', sealed)).to.equal('the text')
    expect(await unseal(after.seal, 'another purpose', sealed)).to.equal(undefined)
    expect(await unseal(deriveKeys(['c'.repeat(40)]).seal, 'a test', sealed)).to.equal(undefined)
    expect(await unseal(after.seal, 'a test', 'garbage')).to.equal(undefined)
  })

  it('is generated once into the data folder, for its owner only', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'patmint-secret-'))
    const folder = join(parent, 'data')
    const all = await Promise.all(Array.from({ length: 8 }, () => readOrCreateSecret(folder)))
    expect(new Set(all)).to.have.length(1)
    expect(await readFile(join(folder, 'secret'), 'utf8')).to.equal(`${all[0]}\n`)
    expect((await stat(join(folder, 'secret'))).mode & 0o777).to.equal(0o600)
    await rm(parent, { recursive: true })
  })
})
