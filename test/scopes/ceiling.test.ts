import { expect } from 'chai'
import fc from 'fast-check'
import {
  ADMIN_SCOPE,
  effectiveScopes,
  expandScopes,
  InvalidScope,
  isUnder,
  type Module,
  parsePatterns,
  parseScopes,
  scopesOf,
  scopesUnder,
} from '../../src/scopes/index.ts'

const NAMES = ['tracker', 'documents', 'drive', 'upload', 'read']
const ACTIONS = ['read', 'write', 'upload', 'issue_view']

const catalogue: fc.Arbitrary<Module[]> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...NAMES),
    title: fc.constant('Title'),
    description: fc.constant(''),
    actions: fc.subarray(ACTIONS),
  }),
  { selector: ({ name }) => name, maxLength: 5 },
)
const pattern = fc.oneof(
  fc.constantFrom('*', 'admin', ...NAMES),
  fc
    .constantFrom(...NAMES, '*')
    .chain((name) => fc.constantFrom(...ACTIONS, '*').map((action) => `${name}:${action}`)),
)
const ceiling = fc.array(fc.uniqueArray(pattern, { maxLength: 4 }), { minLength: 1, maxLength: 3 })
const scope = fc.oneof(
  fc.constantFrom('admin', ...NAMES),
  fc.constantFrom(...NAMES).chain((name) => fc.constantFrom(...ACTIONS).map((action) => `${name}:${action}`)),
)
const scopes = fc.uniqueArray(scope, { minLength: 1, maxLength: 8 })

describe('the live ceiling', () => {
  it('leaves a token nothing that it was not given, that there is not, or that its account may not grant', () => {
    fc.assert(
      fc.property(scopes, ceiling, catalogue, (given, limits, modules) => {
        const exist = new Set([ADMIN_SCOPE, ...modules.flatMap(scopesOf)])
        const held = new Set(expandScopes(given, modules))
        for (const effective of effectiveScopes(given, limits, modules)) {
          expect(exist.has(effective), `${effective} exists`).to.equal(true)
          expect(held.has(effective), `${effective} was given`).to.equal(true)
          expect(isUnder(limits, effective), `${effective} may be granted`).to.equal(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('only ever falls when a list is added or a module is dropped', () => {
    fc.assert(
      fc.property(scopes, ceiling, catalogue, fc.array(pattern), (given, limits, modules, more) => {
        const before = new Set(effectiveScopes(given, limits, modules))
        const tighter = effectiveScopes(given, [...limits, more], modules)
        const smaller = effectiveScopes(given, limits, modules.slice(1))
        expect([...tighter, ...smaller].filter((left) => !before.has(left))).to.deep.equal([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('is spelt out as the scopes that are under it', () => {
    fc.assert(
      fc.property(ceiling, catalogue, (limits, modules) => {
        const all = [ADMIN_SCOPE, ...modules.flatMap(scopesOf)]
        expect(new Set(scopesUnder(limits, modules))).to.deep.equal(
          new Set(all.filter((candidate) => isUnder(limits, candidate))),
        )
      }),
    )
  })

  for (const [patterns, scopeOfIt, isLetThrough] of [
    ['*', 'tracker:write', true],
    ['*', 'upload', true],
    ['*', 'admin', false],
    ['admin', 'admin', true],
    ['*', 'patmint:admin', false],
    ['*:admin', 'patmint:admin', false],
    ['patmint:*', 'patmint:admin', false],
    ['patmint:*', 'patmint:write', true],
    ['patmint:admin', 'patmint:admin', true],
    ['admin', 'patmint:admin', true],
    ['admin', 'tracker:read', false],
    ['*:read', 'tracker:read', true],
    ['*:read', 'tracker:write', false],
    ['*:read', 'read', false],
    ['tracker:*', 'tracker:issue_view', true],
    ['tracker:*', 'documents:read', false],
    ['tracker:write', 'tracker:read', true],
    ['*:write', 'tracker:read', true],
    ['upload', 'upload', true],
    ['upload', 'drive:upload', false],
  ] as const) {
    it(`${isLetThrough ? 'lets' : 'does not let'} ${scopeOfIt} through ${patterns}`, () => {
      expect(isUnder([parsePatterns(patterns)], scopeOfIt)).to.equal(isLetThrough)
    })
  }

  for (const given of ['**', 'Tracker:*', 'tracker:', ':read', 'a:b:c', 'tracker:* tracker:*', 'tra*']) {
    it(`refuses “${given}” as patterns`, () => {
      expect(() => parsePatterns(given)).to.throw(InvalidScope)
    })
  }
})

describe('the scope parser', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(scopes, (given) => {
        expect(parseScopes(given.join(' '))).to.deep.equal(given)
        expect(parseScopes(parseScopes(given))).to.deep.equal(given)
      }),
    )
  })

  it('never gives back anything but scopes of the one form, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(fc.string())), (given) => {
        let parsed: string[]
        try {
          parsed = parseScopes(given)
        } catch (error) {
          expect(error).to.be.instanceOf(InvalidScope)
          return
        }
        for (const one of parsed) expect(one).to.match(/^[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*)?$/)
      }),
      { numRuns: 2_000 },
    )
  })
})
