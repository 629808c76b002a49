#!/usr/bin/env node
import { explainFailure } from './failure.ts'
import { createProgram } from './program.ts'

/** `patmint …`: everything an operator does from a terminal. Exit codes: 0 done, 1 refused or failed, 2 asked wrongly. */
async function main(args: readonly string[]): Promise<void> {
  // Somebody closed the pipe (`patmint … | head`): that is no failure.
  process.stdout.on('error', () => {})
  try {
    await createProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    const failure = explainFailure(error, args.includes('--json'))
    process.stderr.write(failure.text)
    process.exitCode = failure.exitCode
  }
}

await main(process.argv.slice(2))
