import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MOCHA = ['node_modules/mocha/bin/mocha.js', '--no-config', '--reporter', 'scripts/lib/reporter.cjs']

const BROKEN = `
describe('a lamp', () => {
  it('shines', () => {})
  it('is blue', () => { throw new Error('it is red\\nand hot') })
})`

describe('a run of the tests', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'patmint-reporter-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  it('names every failed test in its last lines, and for who started it', () => {
    const paths = { test: join(folder, 'lamp.mjs'), failures: join(folder, 'f'), results: join(folder, 'r') }
    writeFileSync(paths.test, BROKEN)
    const env = { ...process.env, MOCHA_FAILURES_FILE: paths.failures, MOCHA_RESULTS_FILE: paths.results }
    const { stdout } = spawnSync(process.execPath, [...MOCHA, paths.test], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    })
    const kept = readFileSync(paths.failures, 'utf8')
    expect(kept).to.match(
      /^a lamp is blue\n.*lamp\.mjs\n {2}it is red\n {2}and hot\n {2}at .*lamp\.mjs:4:31\)\n$/,
    )
    expect(stdout.endsWith(`\nFailed:\n${kept}\n1 passed, 1 failed\n`)).to.equal(true)
    expect(readFileSync(paths.results, 'utf8')).to.equal('1 passed, 1 failed\n')
  })
})
