import { writeFileSync } from 'node:fs'
import { initialPolicy, type Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { createTokenFormat } from '../../src/tokens/index.ts'

const ORGANIZATIONS = 20

/** What a Patmint that is measured has before it has accounts: modules, an API, organizations with policies of their own. */
export async function furnish(services: Services): Promise<{ id: string; secret: string }> {
  await services.catalogue.ensureExamples(OPERATOR)
  await services.policies.change(OPERATOR, { ...initialPolicy(services.config), maxIdleDays: 365 })
  for (let n = 0; n < ORGANIZATIONS; n += 1) {
    const { id } = await services.organizations.create(OPERATOR, { name: `Organization ${n}` })
    await services.policies.changeOrganization(OPERATOR, id, {
      maxDays: 300,
      scopes: ['*:read', 'tracker:*', 'patmint:*'],
    })
  }
  const made = await services.catalogue.createResourceServer(OPERATOR, {
    name: 'Tracker API',
    audience: 'https://tracker.example.com',
    modules: ['tracker', 'documents'],
  })
  return { id: made.resourceServer.clientId, secret: made.secret }
}

/** People, each in one of the organizations. */
export const insertAccounts = (count: number): string[] => [
  `insert into account (id, kind, email, name, role, password_changed_at, created_at)
   select gen_random_uuid(), 'person', 'person' || n || '@example.com', 'Person ' || n, 'member', now(), now()
     from generate_series(1, ${count}) n`,
  `insert into organization_membership (organization_id, account_id, role, created_at)
   select o.id, a.id, 'member', now()
     from (select id, row_number() over (order by id) as n from organization) o
     join (select id, row_number() over (order by id) as n from account) a on a.n % ${ORGANIZATIONS} + 1 = o.n`,
]

/** Secrets of tokens, also written to a file, one a line. */
export function makeSecrets(file: string, count: number): readonly string[] {
  const format = createTokenFormat('pat_')
  const secrets = Array.from({ length: count }, () => format.generate())
  writeFileSync(file, secrets.join('\n'))
  return secrets
}
