import { ensureInstalled } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'
import { runInPlace } from './lib/run.mjs'

const node = await ensureInstalled()
runInPlace(node, [inRoot('scripts', 'demo.ts'), ...process.argv.slice(2)])
