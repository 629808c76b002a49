import { ensureInstalled } from './lib/install.mjs'
import { inRoot, root } from './lib/paths.mjs'
import { runInPlace } from './lib/run.mjs'

/** Commands that talk to a database; the others write a file and refuse the option. */
const withDataSource = /^(migration:(generate|revert|run|show)|schema:(drop|log|sync)|cache:clear|query)$/

const args = process.argv.slice(2)
const [command = ''] = args
if (withDataSource.test(command) && !args.some((arg) => /^(-d|--dataSource)(=|$)/.test(arg)))
  args.splice(1, 0, '-d', inRoot('ormconfig.ts'))

const node = await ensureInstalled()
runInPlace(node, [inRoot('node_modules', 'typeorm', 'cli.js'), ...args], { cwd: root })
