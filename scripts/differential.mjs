// Asks the lane and the engine the same questions, many of them: `npm run differential`.
process.env['DIFFERENTIAL_REQUESTS'] ??= '20000'
process.argv.push('test/introspection/differential.test.ts')
await import('./test.mjs')
