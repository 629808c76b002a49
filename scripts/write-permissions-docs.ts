import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type Action,
  isPermitted,
  PERMISSIONS,
  type Standing,
  type Target,
} from '../src/permissions/index.ts'

export const PERMISSIONS_DOCS = fileURLToPath(new URL('../docs/permissions.md', import.meta.url))

/** The columns. `member` and the administrators of places are in the organization and workspace that is acted on. */
export const PEOPLE = [
  'anonymous',
  'member',
  'workspace admin',
  'organization admin',
  'admin',
  'disabled',
  'service account',
] as const

export type Person = (typeof PEOPLE)[number]

export type Cell = 'yes' | (typeof REFUSALS)[keyof typeof REFUSALS] | 'sign in'

const REFUSALS = { not_found: '404', forbidden: '403 `not_permitted`', left_out: 'left out' } as const

/** A line: what is done, and to what. */
export type Row = { readonly action: Action; readonly on: Target }

export const ROWS: readonly Row[] = Object.entries(PERMISSIONS).flatMap(([action, { on }]) =>
  on.map((target) => ({ action: action as Action, on: target })),
)

/** What somebody meets who does this. */
export function cellOf({ action, on }: Row, person: Person): Cell {
  const standings = standingsOf(person, on)
  if (standings === undefined) return 'sign in'
  if (isPermitted(action, standings)) return 'yes'
  return REFUSALS[PERMISSIONS[action].refusal]
}

const WORKSPACE: readonly Target[] = ['workspace', 'workspace_token']
const ORGANIZATION: readonly Target[] = ['organization', 'organization_token', 'service_token']

/** `undefined`: nobody is signed in as them. */
function standingsOf(person: Person, on: Target): readonly Standing[] | undefined {
  if (person === 'anonymous' || person === 'disabled' || person === 'service account') return undefined
  const own: Standing[] = on === 'own_token' ? ['member', 'owner'] : ['member']
  if (person === 'admin') return [...own, 'admin']
  if (WORKSPACE.includes(on)) return [...own, 'organization_member', ...inWorkspace(person)]
  return ORGANIZATION.includes(on) ? [...own, ...inOrganization(person)] : own
}

const inOrganization = (person: Person): Standing[] =>
  person === 'organization admin' ? ['organization_member', 'organization_admin'] : ['organization_member']

/** An organization's administrators are that in all its workspaces. */
function inWorkspace(person: Person): Standing[] {
  if (person === 'organization admin') return ['organization_admin', 'workspace_admin']
  return person === 'workspace admin' ? ['workspace_member', 'workspace_admin'] : ['workspace_member']
}

const SECTIONS: readonly { readonly title: string; readonly on: readonly Target[] }[] = [
  { title: 'One’s own account and tokens', on: ['self', 'own_token'] },
  { title: 'A workspace and its tokens', on: ['workspace', 'workspace_token'] },
  { title: 'An organization and its tokens', on: ['organization', 'organization_token'] },
  { title: 'Tokens of an organization’s service accounts', on: ['service_token'] },
  { title: 'The administration', on: ['instance'] },
]

const HEAD = `# Who may do what

Every page asks one table in the code, [permissions.ts](../src/permissions/permissions.ts), and so do the REST and GraphQL APIs. This page is
written from it. A test does everything below as everybody below, at each of these doors, over HTTP, and compares.

## Who

| | |
|---|---|
| anonymous | Is not signed in. |
| member | Has an account. Where a workspace or an organization is concerned: is a member of both, and administers neither. |
| workspace admin | Administers this workspace, and is a member of its organization. |
| organization admin | Administers this organization, and with it all its workspaces. |
| admin | Has the role administrator on this server. Here: is a member of nothing. Who is in an organization besides may do what both may. |
| disabled | Had one of these roles, until the account was disabled. All sessions ended with that, signing in is refused in the words of a wrong password, and the tokens are inactive from the next introspection on. |
| service account | Has no password and signs in nowhere. It holds tokens, which are good at resource servers and at the APIs, and open no page here. |

An **operator**, with a shell on the server, may do all of it: \`npm run patmint -- --help\`.

## What they are told

| | |
|---|---|
| yes | It is done. |
| sign in | The page for signing in, and nothing is done. |
| 404 | The words of an address that does not exist. Nobody learns what there is. |
| 403 \`not_permitted\` | A refusal that says so, to somebody who sees the place anyway. |
| left out | The page without it. |
`

const TAIL = `## By the APIs

A program may do what its token's account may, with the scopes that the token has, and within the place that a token of a workspace or an
organization belongs to. Where a page asks to sign in, an API answers 401; where a page leaves a list out, an API answers 403 \`not_permitted\`;
and in the administration, a token without \`patmint:admin\` is told that it lacks that scope, which only an administrator can grant. A service
account's token may see, edit, rotate and revoke that account's own tokens and generate others of them, and nothing of its organization.

## What no role gives

- Workspaces and organizations that one is not in are 404 to everybody but administrators, as are tokens that are neither one’s own nor
  of a place that one administers. Nobody edits, rotates or adopts another person’s token: administrators see it, and may revoke it.
- A workspace’s or an organization’s token is generated by somebody who administers that place. An administrator of the server holds no
  role there by being one.
- An administrator issues no token for another administrator, for a disabled account, or with scopes above their own.
- What a token can do is less than this page: its scopes, under what its account may grant at that moment, under the policy. See
  [Your tokens](tokens.md) and [Asking whether a token is good](introspection.md).
- Whoever holds a token’s secret can ask what it is good for, and revoke it, signed in or not: \`/api/v1/whoami\` and
  \`/api/v1/tokens/self\`. It opens no page.
- What shows a secret or can open a door asks for the password again, where it was last entered too long ago; so do the administration’s
  roles, links and policy.
`

/** The page, from the table that the doors ask. */
export function renderPermissionsDocs(): string {
  const note =
    '<!-- Written by "npm run docs:permissions" from src/permissions/permissions.ts. Do not edit it by hand. -->'
  return `${note}\n\n${[HEAD, ...SECTIONS.map(renderSection), TAIL].join('\n')}`
}

function renderSection({ title, on }: (typeof SECTIONS)[number]): string {
  const rows = on.flatMap((target) => ROWS.filter((row) => row.on === target))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = [
    line(['', ...PEOPLE]),
    `|${'---|'.repeat(PEOPLE.length + 1)}`,
    ...rows.map((row) =>
      line([PERMISSIONS[row.action].about, ...PEOPLE.map((person) => cellOf(row, person))]),
    ),
  ]
  return `## ${title}\n\n${table.join('\n')}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const before = await readFile(PERMISSIONS_DOCS, 'utf8').catch(() => '')
  const now = renderPermissionsDocs()
  await writeFile(PERMISSIONS_DOCS, now)
  console.log(before === now ? 'docs/permissions.md is up to date' : 'docs/permissions.md is written')
}
