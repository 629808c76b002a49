import { openEmbedded } from '../../src/database/index.ts'

const embedded = await openEmbedded({ dataDir: process.argv[2] ?? '' })
process.stdout.write(`${embedded.url}\n`)
process.stdin.resume()
process.stdin.once('end', () => void embedded.close())
