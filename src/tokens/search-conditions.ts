import { addMilliseconds, DAY, isId } from '../lib/index.ts'
import { EXPIRING_DAYS } from './token.ts'
import type { TokenSearch } from './token-search.ts'

const IDLE_DAYS = 90
const YEAR_DAYS = 365

/** `$1`, `$2`, … in the order in which they are asked for. */
export type Bind = (value: unknown) => string

/** Begins so, and its `%` and `_` are what they are. */
export const prefixPattern = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** What the database can decide over `t`; the rest of a state depends on policies, and is decided on what it found. */
export function toConditions(search: TokenSearch, now: Date, bind: Bind): string[] {
  const { kind, scope, use, age, state, isOfPlace } = search
  const ago = (days: number) => bind(addMilliseconds(now, -days * DAY))
  return [
    ...placeConditions(search, bind),
    ...(kind === undefined ? [] : [`t.kind = ${bind(kind)}`]),
    ...(isOfPlace === true ? ["t.kind <> 'personal'"] : []),
    ...(scope === undefined ? [] : [`t.scopes @> array[${bind(scope)}::text]`]),
    ...(use === 'never' ? ['t.last_used_at is null'] : []),
    ...(use === 'idle90' ? [`coalesce(t.last_used_at, t.created_at) < ${ago(IDLE_DAYS)}`] : []),
    ...(age === 'year' ? [`t.created_at < ${ago(YEAR_DAYS)}`] : []),
    ...(state === undefined ? [] : stateConditions(state, now, bind)),
  ]
}

/** An id that is none is nobody's. */
function placeConditions({ accountId, organizationId, workspaceId }: TokenSearch, bind: Bind): string[] {
  const is = (condition: (id: string) => string, id: string | undefined) =>
    id === undefined ? [] : [isId(id) ? condition(`${bind(id)}::uuid`) : 'false']
  return [
    ...is((id) => `t.account_id = ${id}`, accountId),
    ...is((id) => `t.workspace_id = ${id}`, workspaceId),
    ...is(
      (id) =>
        `(t.organization_id = ${id} or exists (select from account a where a.id = t.account_id and a.organization_id = ${id}))`,
      organizationId,
    ),
  ]
}

function stateConditions(state: NonNullable<TokenSearch['state']>, now: Date, bind: Bind): string[] {
  if (state === 'expired') return []
  const at = bind(now)
  if (state === 'revoked') return [`(t.revoked_at is not null or t.retired or t.retires_at <= ${at})`]
  const soon = () => bind(addMilliseconds(now, EXPIRING_DAYS * DAY))
  return [
    't.revoked_at is null',
    'not t.retired',
    `(t.expires_at is null or t.expires_at > ${at})`,
    `(t.retires_at is null or t.retires_at > ${at})`,
    ...(state === 'expiring' ? [`least(t.expires_at, t.retires_at) <= ${soon()}`] : []),
  ]
}
