import type { Account } from '../accounts/index.ts'
import { isId, readLine } from '../lib/index.ts'
import { findMembers } from './find-members.ts'
import { listingStore } from './listing-store.ts'
import {
  isPlace,
  type ListedOrganization,
  type ListedWorkspace,
  type Member,
  type OrganizationDeps,
  type Place,
} from './organization.ts'

/** What a page is asked for: `after` is `next` of the page before. */
export type PageAsked = { readonly after?: string | undefined; readonly limit?: number }

/** A page may have fewer than it could, and even none, before the end: it was looked for long enough. */
export type PageOf<Item> = { readonly items: Item[]; readonly next: string | undefined }

type Deps = Pick<OrganizationDeps, 'database' | 'clock'>

const USUAL = 50
const NOTHING = { items: [], next: undefined } as const satisfies PageOf<never>

/** Every organization by slug, or those with a text in their slug or name. */
export async function searchOrganizations(
  { database }: Deps,
  { text = '', ...asked }: PageAsked & { readonly text?: string | undefined } = {},
): Promise<PageOf<ListedOrganization>> {
  const line = readLine(text)
  // What no database stores is found nowhere.
  if (line === undefined) return { ...NOTHING }
  return await readPage(
    asked,
    ({ slug }) => slug,
    (page) => listingStore(database.manager).searchOrganizations(line, page),
  )
}

/** Those that an account may know of: its own or, where it administers the organization, all. By slug. */
export async function listWorkspacePage(
  { database }: Deps,
  organizationId: string,
  { memberId = null, ...asked }: PageAsked & { readonly memberId?: string | null } = {},
): Promise<PageOf<ListedWorkspace>> {
  if (!isId(organizationId) || !(memberId === null || isId(memberId))) return { ...NOTHING }
  return await readPage(
    asked,
    ({ slug }) => slug,
    async (page) => ({
      rows: await listingStore(database.manager).listWorkspaces(organizationId, { ...page, memberId }),
      through: undefined,
    }),
  )
}

/** By address. */
export async function listServiceAccountPage(
  { database, clock }: Deps,
  organizationId: string,
  asked: PageAsked = {},
): Promise<PageOf<Account & { activeTokens: number }>> {
  if (!isId(organizationId)) return { ...NOTHING }
  return await readPage(
    asked,
    ({ email }) => email,
    async (page) => ({
      rows: await listingStore(database.manager).listServiceAccounts(organizationId, clock(), page),
      through: undefined,
    }),
  )
}

/** By address: every member of a place, or those with a text in their address or name. */
export async function listMemberPage(
  { database }: Deps,
  place: Place,
  { text = '', ...asked }: PageAsked & { readonly text?: string | undefined } = {},
): Promise<PageOf<Member>> {
  const line = readLine(text)
  if (!isPlace(place) || line === undefined) return { ...NOTHING }
  return await readPage(
    asked,
    ({ email }) => email,
    (page) => findMembers(database.manager, place, { ...page, text: line }),
  )
}

/** One more is read than is shown: whether there is a page after this one. */
async function readPage<Item>(
  { after = '', limit = USUAL }: PageAsked,
  keyOf: (item: Item) => string,
  read: (page: { after: string; limit: number }) => Promise<{ rows: Item[]; through: string | undefined }>,
): Promise<PageOf<Item>> {
  const cursor = readLine(after)
  if (cursor === undefined) return { ...NOTHING }
  const { rows, through } = await read({ after: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : through }
}
