import type { Executor } from '../database/index.ts'
import type { Asked, Found } from './listing-store.ts'
import type { Member, Place } from './organization.ts'

/** Of more members than this only those are read that a page may be of. */
const FEW = 3_000
/** How many accounts are looked at for one page; of each it is asked whether it is a member. */
const MOST_LOOKED_AT = 10_000

/** `text`: any part of an address or a name; empty: everybody's. */
type MembersAsked = Asked & { readonly text: string }

/** A page of a place's members by address, letter by letter, as the index of addresses has them. */
export async function findMembers(tx: Executor, place: Place, asked: MembersAsked): Promise<Found<Member>> {
  const { memberships, isOfPlace, values } = membershipsOf(place, 1)
  const [counted]: { count: number }[] = await tx.query(
    `select count(*)::int as count from (select from ${memberships} m where ${isOfPlace} limit ${FEW + 1}) few`,
    values,
  )
  const isFew = (counted?.count ?? 0) <= FEW
  return isFew ? await readAll(tx, place, asked) : await follow(tx, place, asked)
}

async function readAll(
  tx: Executor,
  place: Place,
  { after, limit, text }: MembersAsked,
): Promise<Found<Member>> {
  const { memberships, isOfPlace, values } = membershipsOf(place, 4)
  const rows: Member[] = await tx.query(
    `select ${MEMBER} from ${memberships} m join account a on a.id = m.account_id
      where ${isOfPlace} and a.email ~>~ $1 and ${HAS_TEXT}
      order by a.email using ~<~ limit $2`,
    [after, limit, text, ...values],
  )
  return { rows, through: undefined }
}

/** The addresses are followed, and of each it is asked whether it is a member's: the limit ends that early. */
async function follow(
  tx: Executor,
  place: Place,
  { after, limit, text }: MembersAsked,
): Promise<Found<Member>> {
  const { memberships, isOfPlace, values } = membershipsOf(place, 4)
  const source = (columns: string) =>
    `select ${columns} from account a where a.email ~>~ $1 order by a.email using ~<~ limit ${MOST_LOOKED_AT}`
  const rows: Member[] = await tx.query(
    `select ${MEMBER} from (${source('*')}) a
      cross join lateral (select m.role, m.created_at from ${memberships} m
                           where ${isOfPlace} and m.account_id = a.id limit 1) m
      where ${HAS_TEXT}
      order by a.email using ~<~ limit $2`,
    [after, limit, text, ...values],
  )
  if (rows.length === limit) return { rows, through: undefined }
  const [end]: { email: string }[] = await tx.query(`${source('a.email')} offset ${MOST_LOOKED_AT - 1}`, [
    after,
  ])
  return { rows, through: end?.email }
}

const MEMBER = `a.id as "accountId", a.email, a.name, a.kind, a.disabled_at as "disabledAt", m.role, m.created_at as since`

const HAS_TEXT = `($3 = '' or position(lower($3) in a.email) > 0 or position(lower($3) in lower(a.name)) > 0)`

/** Where the memberships of a place are, which of them are its own, and what the placeholders from `first` on stand for. */
const membershipsOf = ({ organizationId, workspaceId }: Place, first: number) =>
  workspaceId === undefined
    ? {
        memberships: 'organization_membership',
        isOfPlace: `m.organization_id = $${first}`,
        values: [organizationId],
      }
    : {
        memberships: 'workspace_membership',
        isOfPlace: `m.organization_id = $${first} and m.workspace_id = $${first + 1}`,
        values: [organizationId, workspaceId],
      }
