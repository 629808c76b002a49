import { expect } from 'chai'
import {
  describeScopes,
  expandScopes,
  InvalidScope,
  type Module,
  parseScopes,
} from '../../src/scopes/index.ts'

const module = (name: string, title: string): Module => ({
  name,
  title,
  description: '',
  actions: ['read', 'write'],
})
const modules = [module('documents', 'Documents'), module('tracker', 'Tracker')]

describe('scopes', () => {
  it('are read from a list or from one string', () => {
    expect(parseScopes('tracker:read  documents:write')).to.deep.equal(['tracker:read', 'documents:write'])
    expect(parseScopes(['admin'])).to.deep.equal(['admin'])
  })

  for (const given of [
    '',
    ' ',
    'Tracker:read',
    'tracker:',
    'tracker.read',
    '-tracker',
    'a:b:c',
    'tracker:read tracker:read',
    'ADMIN',
  ]) {
    it(`T11 are refused as “${given}”`, () => {
      expect(() => parseScopes(given)).to.throw(InvalidScope)
    })
  }

  it('bring read with write, and everything with admin', () => {
    expect(expandScopes(['tracker:write'], modules)).to.deep.equal(['tracker:read', 'tracker:write'])
    expect(expandScopes(['tracker:read'], modules)).to.deep.equal(['tracker:read'])
    expect(expandScopes(['admin'], modules.slice(1))).to.deep.equal([
      'admin',
      'tracker:read',
      'tracker:write',
    ])
    expect(expandScopes(['tracker:read'], modules.slice(0, 1))).to.deep.equal([])
  })

  it('are said in words', () => {
    expect(describeScopes(['tracker:write', 'documents:read'], modules)).to.equal(
      'read Documents and read and write Tracker',
    )
    expect(describeScopes(['admin', 'tracker:read'], modules)).to.equal('do everything, as an administrator')
  })
})
