import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { expect } from 'chai'

/** The ladder: a file imports from its own room, or from the `index.ts` of a room on a lower step. */
const STEPS: Record<string, number> = {
  lib: 0,
  config: 1,
  metrics: 1,
  permissions: 1,
  scopes: 1,
  tracing: 1,
  database: 2,
  audit: 3,
  idempotency: 3,
  jobs: 3,
  mail: 3,
  'rate-limit': 3,
  accounts: 4,
  clients: 4,
  webhooks: 4,
  catalogue: 5,
  organizations: 5,
  policy: 5,
  sessions: 5,
  tokens: 6,
  declaration: 7,
  introspection: 7,
  oauth: 7,
  'upkeep.ts': 8,
  'assemble.ts': 9,
  'entities.ts': 9,
  http: 10,
  cli: 10,
  process: 11,
  'main.ts': 12,
}

/** Outside packages have one home each. */
const HOMES: [packageName: RegExp, home: RegExp][] = [
  [/^typeorm$/, /^database\/|-store\.ts$|-entit(y|ies)\.ts$/],
  [/^oidc-provider/, /^oauth\//],
  [/^koa$|^@koa\//, /^http\//],
  [/^pino/, /^lib\/log\.ts$/],
  [/^@node-rs\/argon2$/, /^accounts\/password\.ts$/],
  [/^eta$/, /^http\/pages\/render\.ts$/],
  [/^commander$/, /^cli\//],
  [/^pg-boss$/, /^jobs\//],
  [/^nodemailer$/, /^mail\//],
  [/^graphql|^@graphql|^@escape\.tech/, /^http\/graphql\//],
  [/^rate-limiter-flexible$/, /^rate-limit\/|^accounts\/throttle\.ts$/],
  [/^ioredis$/, /^rate-limit\/redis\.ts$/],
  [/^prom-client$/, /^metrics\//],
  [/^standardwebhooks$/, /^webhooks\//],
  [/^@opentelemetry\//, /^tracing\//],
]

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.split(sep).join('/'))

const roomOf = (path: string): string => path.split('/')[0] ?? ''

function importsOf(path: string): string[] {
  const text = readFileSync(join('src', path), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
  )
  return [...found].map((match) => match[1] ?? match[2] ?? '')
}

/** Imports of other files of `src`, as paths from there. */
const neighboursOf = (path: string): string[] =>
  importsOf(path)
    .filter((name) => name.startsWith('.'))
    .map((name) =>
      relative('src', join('src', dirname(path), name))
        .split(sep)
        .join('/'),
    )
    .filter((target) => !target.startsWith('..'))

describe('the house', () => {
  it('has a step on the ladder for every room', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => STEPS[room] === undefined)).to.deep.equal([])
  })

  it('imports downwards only, and through the door of a room', () => {
    const wrong = files.flatMap((path) =>
      neighboursOf(path)
        .filter((target) => roomOf(target) !== roomOf(path))
        .filter((target) => {
          const isLower = (STEPS[roomOf(target)] ?? 99) < (STEPS[roomOf(path)] ?? -1)
          const isDoor = target === roomOf(target) || target === `${roomOf(target)}/index.ts`
          const isTwin = path === 'assemble.ts' && target === 'entities.ts'
          return !(isTwin || (isLower && isDoor))
        })
        .map((target) => `${path} → ${target}`),
    )
    expect(wrong).to.deep.equal([])
  })

  it('leaves src for the migrations in one file alone', () => {
    const outside = files.filter((path) => importsOf(path).some((name) => name.includes('/migrations/')))
    expect(outside).to.deep.equal(['database/options.ts'])
  })

  it('keeps outside packages in their homes', () => {
    const wrong = files.flatMap((path) =>
      importsOf(path)
        .filter((name) => HOMES.some(([pack, home]) => pack.test(name) && !home.test(path)))
        .map((name) => `${path} → ${name}`),
    )
    expect(wrong).to.deep.equal([])
  })

  it('reads the environment in config/ alone', () => {
    const readers = files.filter((path) => readFileSync(join('src', path), 'utf8').includes('process.env'))
    // PostgreSQL is started with the environment that Patmint was started with; no option is read there.
    const elsewhere = readers.filter((path) => roomOf(path) !== 'config')
    expect(elsewhere).to.deep.equal(['database/embedded/command.ts'])
  })

  it('has no cycles', () => {
    const cycles: string[] = []
    const done = new Set<string>()
    const walk = (path: string, trail: string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      if (done.has(path) || trail.includes(path)) return
      for (const next of neighboursOf(path)) walk(next, [...trail, path])
      done.add(path)
    }
    for (const path of files) walk(path, [])
    expect(cycles).to.deep.equal([])
  })
})
