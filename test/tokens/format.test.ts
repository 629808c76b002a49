import { expect } from 'chai'
import fc from 'fast-check'
import { createTokenFormat } from '../../src/tokens/index.ts'

const format = createTokenFormat('pat_')
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const countCharacter = (counts: Uint32Array, code: number): void => {
  counts[code] = (counts[code] ?? 0) + 1
}

describe("a token's secret", () => {
  it('T1 never repeats in a million, and uses every character equally often', () => {
    const count = 1_000_000
    const seen = new Set<string>()
    const counts = new Uint32Array(128)
    for (let index = 0; index < count; index += 1) {
      const random = format.generate().slice('pat_'.length, -6)
      seen.add(random)
      for (let at = 0; at < random.length; at += 1) countCharacter(counts, random.charCodeAt(at))
    }
    expect(seen.size).to.equal(count)
    const expected = (count * 43) / ALPHABET.length
    const chiSquare = [...ALPHABET]
      .map((character) => ((counts[character.charCodeAt(0)] ?? 0) - expected) ** 2 / expected)
      .reduce((sum, part) => sum + part, 0)
    // 61 degrees of freedom: a uniform source is above 119 once in 100,000 runs.
    expect(chiSquare).to.be.below(119)
  })

  it('T2 is the prefix, 43 random characters and 6 of checksum, all of them letters and digits', () => {
    for (let index = 0; index < 1_000; index += 1) expect(format.generate()).to.match(/^pat_[0-9A-Za-z]{49}$/)
  })

  it('T3 fails its checksum at any single-character typo', () => {
    const position = fc.integer({ min: 4, max: 52 })
    fc.assert(
      fc.property(position, fc.constantFrom(...ALPHABET), (at, character) => {
        const secret = format.generate()
        const typo = secret.slice(0, at) + character + secret.slice(at + 1)
        expect(format.isTokenShaped(typo)).to.equal(typo === secret)
      }),
      { numRuns: 5_000 },
    )
  })

  it('is not anything else', () => {
    const secret = format.generate()
    for (const other of [
      '',
      'pat_',
      secret.slice(1),
      `${secret}0`,
      secret.replace('pat_', 'PAT_'),
      `${secret}\n`,
    ]) {
      expect(format.isTokenShaped(other), JSON.stringify(other)).to.equal(false)
    }
    fc.assert(fc.property(fc.string(), (text) => !format.isTokenShaped(text)))
  })
})
