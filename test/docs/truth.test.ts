import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import type { Command } from 'commander'
import { EVENT_NAMES } from '../../src/audit/audit-event.ts'
import { createProgram } from '../../src/cli/program.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const readAll = (pattern: string): string => globSync(pattern, { cwd: ROOT }).map(read).join('\n')
const find = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found)

/** The part of a page under one heading. */
const section = (page: string, heading: string): string =>
  read(page)
    .split(/^## /m)
    .find((part) => part.startsWith(`${heading}\n`)) ?? ''

describe('the documentation', () => {
  it('lists every audit event, and no other', () => {
    const documented = find(
      section('docs/operating.md', 'Audit events'),
      /`([a-z_]+\.[a-z_]+)`(?=[^|]*\|[^|]*\|$)/gm,
    )
    expect(documented.sort()).to.deep.equal([...EVENT_NAMES].sort())
  })

  it('explains only error codes that there are', () => {
    const rows = find(section('docs/operating.md', 'Troubleshooting'), /^\| (`.*?) \|/gm).join(' ')
    const source = readAll('src/**/*.ts')
    const unknown = find(rows, /`([a-z_]+)`/g).filter((code) => !source.includes(`'${code}'`))
    expect(unknown).to.deep.equal([])
  })

  it('names only commands that there are', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: ROOT })]
      .map(read)
      .join('\n')
    const named = find(
      `${pages}\n${readAll('src/**/*.ts')}\n${readAll('views/**/*.eta')}`,
      /npm run (?:-s )?patmint -- ([a-z][a-z -]*[a-z])/g,
    )
    const missing = named.filter((words) => !isCommand(createProgram(), words.split(' ')))
    expect(missing).to.deep.equal([])
  })

  it('refers only to tests that there are', () => {
    const rows = section('SECURITY.md', 'Threats and defences')
    const ids = find(rows, /\| ([A-Z0-9 ]+) \|$/gm).flatMap((cell) => cell.split(' '))
    const tests = readAll('test/**/*.test.ts')
    expect(ids).to.have.length.above(40)
    expect(ids.filter((id) => !new RegExp(`['\`][^\\n]*\\b${id}\\b`).test(tests))).to.deep.equal([])
  })
})

/** What follows the verb are its arguments. */
function isCommand(at: Command, [word = '', ...rest]: readonly string[]): boolean {
  const found = at.commands.find((command) => command.name() === word)
  if (found === undefined) return false
  return found.commands.length === 0 || isCommand(found, rest)
}
