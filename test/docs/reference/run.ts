import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInShell } from '../support.ts'
import type { Language } from './page.ts'

const execute = promisify(execFile)

/** What a sample prints, pasted as it is into a shell, or into a file of its own. @throws where it ends with an error */
export async function runSample(language: Language, code: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (language === 'sh') return await runInShell(code, env)
  const folder = await mkdtemp(join(tmpdir(), 'patmint-sample-'))
  try {
    const [program, name] = language === 'js' ? [process.execPath, 'sample.mjs'] : ['python3', 'sample.py']
    await writeFile(join(folder, name), code)
    return (await execute(program, [join(folder, name)], { env, cwd: folder })).stdout
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A bare machine may do without; where changes are decided on, it is never passed over. */
export async function requirePython(context: Mocha.Context): Promise<void> {
  const isThere = await execute('python3', ['--version']).then(
    () => true,
    () => false,
  )
  if (isThere) return
  if (process.env['CI'] !== undefined)
    throw new Error('python3 is missing: the samples in Python must be run here')
  process.stderr.write('\n  !!! python3 is missing: THE SAMPLES IN PYTHON ARE NOT RUN on this machine.\n\n')
  context.skip()
}
