import { hash } from '@node-rs/argon2'
import { expect } from 'chai'
import { createPasswords } from '../../src/accounts/index.ts'
import { failure } from '../support/failure.ts'

describe('password hashes', () => {
  const passwords = createPasswords(2)

  it('U1 are argon2id with at least 19 MiB, two passes and one lane', async () => {
    const made = await passwords.hash('a long walk by the sea')
    expect(made).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.hash('a long walk by the sea'), 'with a salt of its own').not.to.equal(made)
  })

  it('U1 are known as weak where they were made with less', async () => {
    const weak = await hash('a long walk by the sea', { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
    expect(passwords.isWeak(weak)).to.equal(true)
    expect(passwords.isWeak(await passwords.hash('a long walk by the sea'))).to.equal(false)
  })

  it('U2 take every character into account: after a NUL, past the 72nd byte, and however é is typed', async () => {
    const long = 'x'.repeat(72)
    expect(await passwords.verify(await passwords.hash(`${long}a`), `${long}b`)).to.equal(false)
    expect(await passwords.verify(await passwords.hash('before\u0000one'), 'before\u0000two')).to.equal(false)
    expect(await passwords.verify(await passwords.hash('caf\u00e9'), 'cafe\u0301')).to.equal(true)
  })

  it('are compared with a decoy where there is none, and never match', async () => {
    expect(await passwords.verify(undefined, 'nobody has this password')).to.equal(false)
    expect(await passwords.verify(null, '')).to.equal(false)
  })

  it('U1 wait their turn, and past a long queue are refused at once', async () => {
    const slow = createPasswords(1)
    const results = await Promise.all(
      Array.from({ length: 95 }, () => slow.hash('a long walk by the sea').catch((error: unknown) => error)),
    )
    const refused = results.filter((result) => result instanceof Error)
    expect(refused.length).to.be.above(0).and.below(60)
    expect(refused[0]).to.include({ code: 'too_busy', kind: 'unavailable' })
  })

  it('are not made where the queue is full, and the refusal says when to try again', async () => {
    const slow = createPasswords(1)
    const waiting = Array.from({ length: 65 }, () => slow.hash('x'))
    expect(await failure(slow.hash('y'))).to.include({ retryAfterSeconds: 2 })
    await Promise.all(waiting)
  })
})
