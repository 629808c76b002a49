import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { freshDatabase } from '../support/database.ts'
import { nodeEnvironment } from '../support/program.ts'

const PROGRAM = fileURLToPath(new URL('../../src/cli/patmint.ts', import.meta.url))

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

export type Cli = {
  /** Runs `patmint …` to its end. */
  run(args: readonly string[], input?: string): Promise<Ended>
  /** The same with --json, expected to succeed. */
  json<T>(...args: string[]): Promise<T>
}

/** The real program in a process of its own, with only this environment beside the path. */
export function createCli(environment: Readonly<Record<string, string>>): Cli {
  const run = async (args: readonly string[], input = ''): Promise<Ended> => {
    const env = { ...nodeEnvironment(), ...environment }
    const child = spawn(process.execPath, [PROGRAM, ...args], { env })
    child.stdin.end(input)
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    return { code, out, err }
  }
  return { run, json: (...args) => readJson(run, args) }
}

async function readJson<T>(run: Cli['run'], args: readonly string[]): Promise<T> {
  const { code, out, err } = await run([...args, '--json'])
  if (code !== 0) throw new Error(`patmint ${args.join(' ')} ended with ${code}: ${err}`)
  return JSON.parse(out)
}

const HOST = fileURLToPath(new URL('./host.ts', import.meta.url))
let host: ChildProcess | undefined
let turn: Promise<unknown> = Promise.resolve()

/** The same in one process for all commands, which take turns in it. What comes on standard input needs one of its own. */
function createHostedCli(environment: Readonly<Record<string, string>>): Cli {
  const alone = createCli(environment)
  const run: Cli['run'] = async (args, input) => {
    if (input !== undefined) return await alone.run(args, input)
    const answer = turn.then(() => ask(args, environment))
    turn = answer.catch(() => undefined)
    return await answer
  }
  return { run, json: (...args) => readJson(run, args) }
}

async function ask(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  if (host === undefined) {
    host = fork(HOST, { stdio: 'inherit' })
    // It ends with the tests, which do not wait for it.
    host.unref()
    host.channel?.unref()
  }
  const child = host
  child.channel?.ref()
  child.send({ args, environment })
  const [ended]: Ended[] = await once(child, 'message')
  child.channel?.unref()
  if (ended === undefined) throw new Error('the program gave no answer')
  return ended
}

export const SECRET = 'a master secret that only tests of the command line have'

type FreshCli = Cli & { readonly environment: Record<string, string>; drop(): Promise<void> }

/** The program on a database of its own. */
export async function freshCli(): Promise<FreshCli> {
  const { url, drop } = await freshDatabase()
  const environment = { DATABASE_URL: url, PATMINT_SECRET: SECRET }
  return { ...createHostedCli(environment), environment, drop }
}
