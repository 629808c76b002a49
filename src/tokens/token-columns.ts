/*
 * What introspection and the lists both read of a token's surroundings, so that a page never says other than the answer.
 * `t` is the token, `a` its account, `o` and `w` its organization (or its service account's) and workspace.
 */

/**
 * Is its account still an administrator of the place that it is of? With `offset 0` each is asked by its key: without it,
 * PostgreSQL may think it cheaper to read all memberships there are, once.
 */
const HOLDS_ROLE = `
  t.kind = 'personal'
    or exists (select from organization_membership m
                where m.account_id = t.account_id and m.organization_id = t.organization_id and m.role = 'admin' offset 0)
    or exists (select from workspace_membership m
                where m.account_id = t.account_id and m.workspace_id = t.workspace_id and m.role = 'admin' offset 0)`

/** Why it is suspended, a `Suspension`; null where it is not. */
export const SUSPENSION = `
  case when a.disabled_at is not null then 'account_disabled'
       when o.disabled_at is not null then 'organization_disabled'
       when w.disabled_at is not null then 'workspace_disabled'
       when not (${HOLDS_ROLE}) then 'role_lost' end`

/**
 * The ids of the organizations whose policies hold for it, with spaces between them.
 * @param account whose memberships are looked for: with a placeholder, where all tokens are of one account, they are looked
 * for once and not for each token
 */
export const policyOrganizations = (account = 't.account_id'): string => `
  case when t.kind = 'personal' and a.kind = 'person'
    then (select string_agg(m.organization_id::text, ' ') from organization_membership m where m.account_id = ${account})
    else o.id::text end`

export const PLACE_JOINS = `
  left join organization o on o.id = coalesce(t.organization_id, a.organization_id)
  left join workspace w on w.id = t.workspace_id`

export const SURROUNDING_JOINS = `join account a on a.id = t.account_id ${PLACE_JOINS}`

/** The end of what never ends is after all others: so the index of what lives has them in one order. */
export const LAST_DAY = `coalesce(t.expires_at, 'infinity')`

/** Tokens that have not ended by themselves; whether they work depends on more. `now` is a placeholder. */
export const isLive = (now: string): string => `
  t.revoked_at is null and not t.retired and (t.expires_at is null or t.expires_at > ${now}) and (t.retires_at is null or t.retires_at > ${now})`
