import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { runInShell } from '../support.ts'
import { HOSTS } from './hosts.ts'
import type { Language } from './page.ts'

/** What a sample prints, pasted as it is into a shell, or run as a program. @throws where it ends with an error */
export const runSample = (language: Language, code: string, env: NodeJS.ProcessEnv): Promise<string> =>
  language === 'sh' ? runInShell(code, env) : HOSTS[language](code, env)

/** A bare machine may do without; where changes are decided on, it is never passed over. */
export async function requirePython(context: Mocha.Context): Promise<void> {
  const isThere = await promisify(execFile)('python3', ['--version']).then(
    () => true,
    () => false,
  )
  if (isThere) return
  if (process.env['CI'] !== undefined)
    throw new Error('python3 is missing: the samples in Python must be run here')
  process.stderr.write('\n  !!! python3 is missing: THE SAMPLES IN PYTHON ARE NOT RUN on this machine.\n\n')
  context.skip()
}
