import { ensureDocs } from './lib/docs.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'
import { runInPlace } from './lib/run.mjs'

const node = await ensureInstalled()
await ensureDocs(node)
runInPlace(node, [inRoot('src', 'main.ts'), ...process.argv.slice(2)])
