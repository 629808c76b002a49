import { ensureInstalled } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'
import { runInPlace } from './lib/run.mjs'

const node = await ensureInstalled()
runInPlace(node, [inRoot('src', 'cli', 'patmint.ts'), ...process.argv.slice(2)])
