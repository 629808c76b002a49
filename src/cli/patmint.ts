#!/usr/bin/env node
import { run } from './run.ts'

/* `patmint …`: everything an operator does from a terminal. Exit codes: 0 done, 1 refused or failed, 2 asked wrongly. */

// Somebody closed the pipe (`patmint … | head`): that is no failure.
process.stdout.on('error', () => {})
await run(process.argv.slice(2))
