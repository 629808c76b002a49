import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

type Ask = (code: string, env: NodeJS.ProcessEnv) => Promise<string>

/** A process for all samples of a language; it is started for the first. */
function createHost(program: string, file: string): Ask {
  let host: ReturnType<typeof start> | undefined
  return async (code, env) => {
    host ??= start(program, file)
    host.stdin.write(`${JSON.stringify({ code, env })}\n`)
    const [line] = (await once(host.lines, 'line')) as [string]
    const { out, failure } = JSON.parse(line) as { out: string; failure?: string }
    if (failure !== undefined) throw new Error(failure)
    return out
  }
}

function start(program: string, file: string) {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(program, [path], { stdio: ['pipe', 'pipe', 'inherit'] })
  // It ends with the tests, which do not wait for it.
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as { unref(): void }).unref()
  return { stdin: child.stdin, lines: createInterface({ input: child.stdout }) }
}

export const HOSTS = {
  js: createHost(process.execPath, 'host.mjs'),
  python: createHost('python3', 'host.py'),
}
