/* As many arbitrary requests to the API as a change has to bear before it is merged. */
process.env['FUZZ_REQUESTS'] ??= '10000'
process.argv.push('test/api/fuzz.test.ts')
await import('./test.mjs')
