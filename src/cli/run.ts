import { explainFailure } from './failure.ts'
import { createProgram } from './program.ts'

/** Runs one command to its end. What went wrong is said on standard error, and is the process's exit code. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    const failure = explainFailure(error, args.includes('--json'))
    process.stderr.write(failure.text)
    process.exitCode = failure.exitCode
  }
}
