import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestServer } from '../support/server.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The code blocks of a page in one language, in order. */
export async function readBlocks(page: string, language: string): Promise<string[]> {
  const source = await readFile(join(ROOT, page), 'utf8')
  return [...source.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, found]) => found === language)
    .map(([, , code = '']) => code)
}

/** As the page has it, but asked of the server of this test. */
export const at = (server: TestServer, code: string): string =>
  code.replaceAll('http://127.0.0.1:4100', server.url)

/** What a program in this checkout needs to work on the database of that server. */
export const environmentOf = (server: TestServer): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  DATABASE_URL: server.databaseUrl,
  PATMINT_SECRET: server.config.secrets?.join(',') ?? '',
  PORT: String(server.config.port),
})

/** Runs lines as if they were typed into one shell in this folder; `npm` and `curl` are this checkout's. */
export async function runInShell(lines: string, env: NodeJS.ProcessEnv): Promise<string> {
  const bin = await mkdtemp(join(tmpdir(), 'patmint-shell-'))
  try {
    if (!(await hasCurl())) await installCurl(bin)
    const path = `${bin}${delimiter}${env['PATH'] ?? ''}`
    const shell = spawn('sh', ['-s'], {
      cwd: ROOT,
      env: { ...env, PATH: path },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    shell.stdin.end(lines)
    return await text(shell.stdout)
  } finally {
    await rm(bin, { recursive: true, force: true })
  }
}

let curl: Promise<boolean> | undefined

function hasCurl(): Promise<boolean> {
  curl ??= promisify(execFile)('curl', ['--version']).then(
    () => true,
    () => false,
  )
  return curl
}

/** A bare machine may have no curl: then this stands in, with the few options that the pages use. */
async function installCurl(folder: string): Promise<void> {
  const program = fileURLToPath(new URL('./curl.mjs', import.meta.url))
  const path = join(folder, 'curl')
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
  await chmod(path, 0o755)
}
