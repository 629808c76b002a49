import type { Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { createServer } from '../../src/http/index.ts'
import { signIn } from '../pages/sign-in.ts'
import { type Act, type Times, timeAll } from './time.ts'

const PASSWORD = 'a long walk by the sea'

/** Rows that pages are asked for. */
type Known = {
  readonly usual: string
  readonly big: string
  readonly hint: string
  readonly organization: { readonly id: string; readonly slug: string }
  readonly workspace: string
  readonly token: string
  readonly deep: string
}

/** Whom and what the pages are asked about: a usual account, the one with the most tokens, the largest organization. */
async function findKnown({ database }: Services): Promise<Known> {
  const one = async <T>(query: string): Promise<T> => ((await database.manager.query(query)) as T[])[0] as T
  const { id: big } = await one<{ id: string }>(
    `select account_id as id from (select account_id from personal_access_token tablesample system (5) limit 100000) t
      group by 1 order by count(*) desc limit 1`,
  )
  const { id: usual } = await one<{ id: string }>(
    `select a.id from account a where kind = 'person' and name like 'Ada %' and a.id <> '${big}' order by email offset 3 limit 1`,
  )
  const organization = await one<{ id: string; slug: string }>(
    `select o.id, o.slug from organization o join organization_membership m on m.organization_id = o.id
      group by o.id order by count(*) desc limit 1`,
  )
  const { id: workspace } = await one<{ id: string }>(
    `select slug as id from workspace where organization_id = '${organization.id}' limit 1`,
  )
  const token = await one<{ id: string; hint: string }>(
    `select id, hint from personal_access_token where last_used_at is not null order by id desc offset 99 limit 1`,
  )
  const { id: deep } = await one<{ id: string }>(
    `select id from personal_access_token order by id limit 1 offset (select reltuples::int / 3 from pg_class
      where oid = 'personal_access_token'::regclass)`,
  )
  return { usual, big, hint: token.hint, organization, workspace, token: token.id, deep }
}

/** Signs in as an administrator, and asks for each page as a browser does. */
export async function timePages(services: Services, repeats: number): Promise<Times> {
  const known = await findKnown(services)
  const email = 'administrator@example.com'
  await services.accounts.create(OPERATOR, {
    email,
    name: 'Administrator',
    role: 'admin',
    password: PASSWORD,
  })
  const people = [known.usual, known.big]
  for (const id of people) await services.accounts.resetPassword(OPERATOR, id, PASSWORD)
  const server = createServer(services)
  await server.listen()
  const { issuer } = services.config
  try {
    const cookieOf = async (id: string) =>
      await signIn(issuer, (await services.accounts.find(id))?.email ?? '', PASSWORD)
    const cookies = {
      administrator: await signIn(issuer, email, PASSWORD),
      usual: await cookieOf(known.usual),
      big: await cookieOf(known.big),
    }
    const acts = listPages(known).map(
      ([name, path, who = 'administrator']): Act => [
        name,
        async () => {
          const answer = await fetch(issuer + path, { headers: { Cookie: cookies[who] }, redirect: 'manual' })
          await answer.arrayBuffer()
          if (answer.status !== 200) console.error(`${path} answers ${answer.status}`)
        },
      ],
    )
    return await timeAll(acts, repeats)
  } finally {
    await server.close()
  }
}

type Who = 'administrator' | 'usual' | 'big'

const listPages = ({
  usual,
  big,
  hint,
  organization,
  workspace,
  token,
  deep,
}: Known): [name: string, path: string, who?: Who][] => [
  ['an account’s tokens', '/account/tokens', 'usual'],
  ['an account’s tokens, by name', '/account/tokens?sort=name&show=expired', 'usual'],
  ['the tokens of the account with the most', '/account/tokens', 'big'],
  ['… its expired ones', '/account/tokens?show=expired', 'big'],
  ['… with a text in their name', '/account/tokens?search=deploy%2099', 'big'],
  ['a token', `/admin/tokens/${token}`],
  ['the overview', '/admin'],
  ['all tokens', '/admin/tokens'],
  ['all tokens, far on', `/admin/tokens?before=${deep}`],
  ['… by the beginning of a common name', '/admin/tokens?search=ci%20dep'],
  ['… of a rare name', '/admin/tokens?search=agent%20777'],
  ['… of no name', '/admin/tokens?search=nobody%20has%20this'],
  ['… by hint', `/admin/tokens?search=${hint}`],
  ['… by the beginning of a common owner’s address', '/admin/tokens?search=ada.'],
  ['… of a rare owner’s address', '/admin/tokens?search=grace.stone1'],
  ...['active', 'expiring', 'suspended', 'expired', 'revoked'].map((state): [string, string] => [
    `… by state: ${state}`,
    `/admin/tokens?state=${state}`,
  ]),
  ['… by kind: of a workspace', '/admin/tokens?kind=workspace'],
  ['… by a common scope', '/admin/tokens?scope=tracker:read'],
  ['… by a scope that none has', '/admin/tokens?scope=admin'],
  ['… never used', '/admin/tokens?use=never'],
  ['… not used for 90 days', '/admin/tokens?use=idle90&state=active'],
  ['… older than a year', '/admin/tokens?age=year'],
  ['… all filters at once', '/admin/tokens?search=ci&state=revoked&kind=workspace&use=never&age=year'],
  ['… of the account with the most', `/admin/tokens?account=${big}&state=revoked`],
  ['… of the largest organization', `/admin/tokens?organization=${organization.id}&state=active`],
  ['an account', `/admin/accounts/${usual}`],
  ['the account with the most', `/admin/accounts/${big}`],
  ['all accounts', '/admin/accounts'],
  ['… by a text', '/admin/accounts?search=grace.st'],
  ['… by a text that none has', '/admin/accounts?search=zzz'],
  ['… disabled', '/admin/accounts?state=disabled'],
  ['all organizations', '/admin/organizations'],
  ['the largest organization', `/admin/organizations/${organization.slug}`],
  ['its workspace', `/admin/organizations/${organization.slug}/workspaces/${workspace}`],
  ['the audit log', '/admin/audit'],
  ['… of an event', '/admin/audit?event=token.revoked'],
  ['… of a rare event', '/admin/audit?event=policy.changed'],
  ['… of an account', `/admin/audit?account=${usual}`],
  ['… by who did it', `/admin/audit?actor=${usual}`],
  ['… from an address', '/admin/audit?address=192.0.2.77'],
  ['… of a day long ago', '/admin/audit?from=2025-01-01&to=2025-01-01'],
  ['the policy', '/admin/policy'],
  ['the catalogue', '/admin/catalogue'],
  ['webhooks', '/admin/webhooks'],
]
