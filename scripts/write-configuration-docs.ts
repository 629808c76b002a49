import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { options } from '../src/config/index.ts'

export const CONFIGURATION_DOCS = fileURLToPath(new URL('../docs/configuration.md', import.meta.url))

const HEAD = `# Configuration

Patmint is configured by environment variables. None has to be set to try it.

- A file \`.env\` in the folder that Patmint is started in is read as well, where there is one. The environment wins over it.
- An empty variable counts as not set.
- A variable that begins with \`PATMINT_\` and is not in this list is refused: a misspelt option must not be ignored silently.
- Everything that is wrong is said at once when Patmint starts, each with what to do. \`npm start\` then ends with exit code 1,
  \`npm run patmint\` with 2.

## Production

Patmint is in production when \`PATMINT_ISSUER\` is not a loopback address (\`127.0.0.1\`, \`localhost\` or \`[::1]\`). Then it refuses to start

- with an issuer that does not begin with \`https://\`,
- without \`DATABASE_URL\`, unless \`PATMINT_ALLOW_EMBEDDED_DATABASE\` is \`true\`,
- without \`PATMINT_SECRET\`.

\`PATMINT_SECRET\` is also required wherever \`DATABASE_URL\` is set. A production \`.env\` looks like this:

\`\`\`sh
PATMINT_ISSUER=https://tokens.example.com
DATABASE_URL=postgresql://patmint:password@db.example.com:5432/patmint
PATMINT_SECRET=<openssl rand -base64 48>
PATMINT_TRUSTED_PROXIES=127.0.0.1
\`\`\`

## Every option
`

/** The page, from the options themselves: what is read and what is documented cannot differ. */
export function renderConfigurationDocs(): string {
  const sections = Object.values(options).map(
    ({ variable, about, byDefault, example }) =>
      `### ${variable}\n\n${about}\n\nDefault: ${byDefault}. Example: \`${variable}=${example}\`\n`,
  )
  const note =
    '<!-- Written by "npm run docs:configuration" from src/config/options.ts. Do not edit it by hand. -->'
  return `${note}\n\n${[HEAD, ...sections].join('\n')}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const before = await readFile(CONFIGURATION_DOCS, 'utf8').catch(() => '')
  const now = renderConfigurationDocs()
  await writeFile(CONFIGURATION_DOCS, now)
  console.log(before === now ? 'docs/configuration.md is up to date' : 'docs/configuration.md is written')
}
