import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BUILT_FROM, BUILT_IN, fingerprint } from '../lib/docs.mjs'
import { ROOT } from './pages.ts'
import { writeSite } from './site.ts'

/*
 * Renders the documentation for /docs. A server that runs shows the new pages at once: they are made beside the old ones
 * and put in their place when they are complete.
 */

const target = process.argv[2] ?? BUILT_IN
const folder = `${target}-${process.pid}`
const madeFrom = fingerprint()

try {
  await mkdir(folder, { recursive: true })
  await writeSite(folder)
  // The server answers with its own description of the API, for the address that it has.
  const isFile = (path: string): boolean => !path.endsWith('.md') && !path.endsWith('openapi.json')
  await cp(join(ROOT, 'docs'), folder, { recursive: true, filter: isFile })
  await writeFile(join(folder, BUILT_FROM), madeFrom)
  await putInPlace()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function putInPlace(): Promise<void> {
  const old = `${target}-old-${process.pid}`
  await rename(target, old).catch(() => undefined)
  await rename(folder, target)
  await rm(old, { recursive: true, force: true })
}
