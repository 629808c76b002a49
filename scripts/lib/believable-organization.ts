import type { Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'

const DAY = 86_400_000

export type BelievableOrganization = {
  /** A workspace's token whose maker is no administrator any more. */
  readonly inactiveTokenId: string
  readonly serviceAccountId: string
  /** A member who answers for a token. */
  readonly memberId: string
}

const PEOPLE = [
  { email: 'grace@example.com', name: 'Grace Hopper', role: 'admin' },
  { email: 'katherine@example.com', name: 'Katherine Johnson', role: 'admin' },
  { email: 'linus@example.com', name: 'Linus Pauling', role: 'member' },
  { email: 'mary@example.com', name: 'Mary Somerville', role: 'member' },
] as const

/** An organization that `ownerId` administers, with workspaces, people, a service account and tokens of all of them. */
export async function createBelievableOrganization(
  services: Services,
  ownerId: string,
  password: string,
  goBack: (milliseconds: number) => void,
): Promise<BelievableOrganization> {
  const { accounts, organizations, tokens } = services
  goBack(60 * DAY)
  const acme = await organizations.create(OPERATOR, { name: 'Acme' })
  const organizationId = acme.id
  await organizations.addMember(OPERATOR, { organizationId, accountId: ownerId, role: 'admin' })
  const build = await organizations.createWorkspace(OPERATOR, { organizationId, name: 'Build' })
  await organizations.createWorkspace(OPERATOR, { organizationId, name: 'Research' })
  const ids: string[] = []
  for (const { role, ...person } of PEOPLE) {
    const { id } = await accounts.create(OPERATOR, { ...person, role: 'member', password })
    await organizations.addMember(OPERATOR, { organizationId, workspaceId: build.id, accountId: id, role })
    ids.push(id)
  }
  const [grace = '', katherine = ''] = ids
  const robot = await organizations.createServiceAccount(OPERATOR, { organizationId, name: 'Release robot' })
  const inBuild = { kind: 'workspace', organizationId, workspaceId: build.id } as const
  const mint = (by: string, given: Parameters<typeof tokens.mint>[1]) =>
    tokens.mint({ kind: 'account', id: by }, given)
  goBack(20 * DAY)
  const nightly = await mint(grace, {
    ...inBuild,
    accountId: grace,
    name: 'Nightly build',
    scopes: 'tracker:write',
    expiry: { inDays: 90 },
    networks: ['203.0.113.0/24'],
  })
  await mint(katherine, {
    ...inBuild,
    accountId: katherine,
    name: 'Build cache',
    scopes: 'drive:write',
    expiry: { inDays: 60 },
  })
  await mint(ownerId, {
    kind: 'organization',
    organizationId,
    accountId: ownerId,
    name: 'Billing export',
    scopes: 'documents:read',
    expiry: { inDays: 30 },
  })
  await mint(ownerId, { accountId: robot.id, name: 'Release', scopes: 'tracker:write documents:write' })
  goBack(DAY)
  const key = { organizationId, workspaceId: build.id, accountId: grace }
  await organizations.changeMember(OPERATOR, { ...key, role: 'member' })
  goBack(0)
  return { inactiveTokenId: nightly.token.id, serviceAccountId: robot.id, memberId: katherine }
}
