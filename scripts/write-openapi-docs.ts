import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildDocument } from '../src/http/api/openapi/document.ts'

export const OPENAPI_DOCS = fileURLToPath(new URL('../docs/openapi.json', import.meta.url))

/** Of any server; each has its own address in its `/openapi.json`. */
const ANYWHERE = {
  url: 'https://{host}',
  description: 'Your Patmint. Its own /openapi.json has its address here.',
  variables: { host: { default: 'tokens.example.com', description: 'The host of PATMINT_URL.' } },
}

/** The API's description, from the operations that answer. */
export const renderOpenApiDocs = (): string => `${JSON.stringify(buildDocument(ANYWHERE), null, 2)}\n`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const before = await readFile(OPENAPI_DOCS, 'utf8').catch(() => '')
  const now = renderOpenApiDocs()
  await writeFile(OPENAPI_DOCS, now)
  console.log(before === now ? 'docs/openapi.json is up to date' : 'docs/openapi.json is written')
}
