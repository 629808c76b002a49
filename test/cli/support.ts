import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { freshDatabase } from '../support/database.ts'

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
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env
    const env = { PATH, HOME, ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}), ...environment }
    const child = spawn(process.execPath, [PROGRAM, ...args], { env })
    child.stdin.end(input)
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    return { code, out, err }
  }
  return {
    run,
    async json(...args) {
      const { code, out, err } = await run([...args, '--json'])
      if (code !== 0) throw new Error(`patmint ${args.join(' ')} ended with ${code}: ${err}`)
      return JSON.parse(out)
    },
  }
}

export const SECRET = 'a master secret that only tests of the command line have'

/** The program on a database of its own. */
export async function freshCli(): Promise<
  Cli & { readonly environment: Record<string, string>; drop(): Promise<void> }
> {
  const { url, drop } = await freshDatabase()
  const environment = { DATABASE_URL: url, PATMINT_SECRET: SECRET }
  return { ...createCli(environment), environment, drop }
}
