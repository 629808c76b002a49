import { ensureDocs } from './lib/docs.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'
import { runInPlace } from './lib/run.mjs'
import { SERVER_FLAGS } from './lib/server-flags.mjs'

const node = await ensureInstalled()
await ensureDocs(node)
runInPlace(node, [...SERVER_FLAGS, inRoot('src', 'main.ts'), ...process.argv.slice(2)])
