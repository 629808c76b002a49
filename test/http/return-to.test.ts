import { expect } from 'chai'
import { safeReturnTo } from '../../src/http/return-to.ts'

describe('going back after signing in', () => {
  it('keeps a path of this server, with its query', () => {
    expect(safeReturnTo('/account/tokens/new?name=ci&scope=tracker:read+documents:write')).to.equal(
      '/account/tokens/new?name=ci&scope=tracker:read+documents:write',
    )
  })

  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    '/x/..//evil.example',
    '/x/%2e%2e//evil.example',
    '/./\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'evil.example',
    '\\\\evil.example',
    ' //evil.example',
    '/ü',
    `/${'a'.repeat(3_000)}`,
    '',
    undefined,
    ['/account'],
  ]) {
    it(`goes home instead of to ${JSON.stringify(elsewhere)?.slice(0, 40)}`, () => {
      expect(safeReturnTo(elsewhere)).to.equal('/account/tokens')
    })
  }
})
