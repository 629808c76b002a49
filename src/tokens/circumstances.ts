import type { Role } from '../accounts/index.ts'
import { memoize } from '../lib/index.ts'
import { type EffectivePolicy, type InForceRow, type Policies, policiesInForce } from '../policy/index.ts'
import { effectiveScopes, type Module, OWN_MODULE, type Scope } from '../scopes/index.ts'
import { ceilingOf } from './ceiling.ts'

/** What is not in a token's own row, and decides about it too: the policies and the catalogue of one moment. */
export type Circumstances = {
  /** What holds for the tokens that these organizations' policies count for. */
  rulesFor(organizationIds: readonly string[]): Rules
}

export type Rules = {
  readonly policy: EffectivePolicy
  /** What these scopes allow an account of that role at the moment, each by its name. */
  spellOut(role: Role, scopes: readonly Scope[]): readonly Scope[]
}

/** As a query reads them beside tokens: as texts, which are the same as long as nothing has changed. */
export type WrittenCircumstances = {
  readonly policies: string | null
  readonly modules: string | null
}

/** The columns of a query in which the placeholder `at` holds the moment. */
export const circumstanceColumns = (at: string): string => `
  (select json_agg(p)::text from (${policiesInForce(at)}) p) as policies,
  (select json_agg(json_build_object('name', m.name, 'actions', m.actions) order by m.name = '${OWN_MODULE.name}', m.title, m.name)::text
     from module m) as modules`

/** Of combinations of organizations, and of what tokens are granted. */
const MOST_REMEMBERED = 1_000

/**
 * Reads them. The database is asked each time; but what it says in the same words as the last time is not worked out
 * again.
 */
export function createCircumstancesReader(policies: Pick<Policies, 'bookOf'>) {
  const read = memoize(1, (text: string) => {
    const [inForce, modules] = JSON.parse(text) as [InForceRow[] | null, Served[] | null]
    return toCircumstances(policies.bookOf(inForce ?? []), modules ?? [])
  })
  return (written: WrittenCircumstances): Circumstances =>
    read(`[${written.policies ?? 'null'},${written.modules ?? 'null'}]`)
}

export type CircumstancesReader = ReturnType<typeof createCircumstancesReader>

type Served = Pick<Module, 'name' | 'actions'>

function toCircumstances(
  book: ReturnType<Policies['bookOf']>,
  /** In catalogue order. */
  modules: readonly Served[],
): Circumstances {
  const rulesFor = memoize(MOST_REMEMBERED, (ids: string) =>
    toRules(book.for(ids === '' ? [] : ids.split(' ')), modules),
  )
  return { rulesFor: (organizationIds) => rulesFor(organizationIds.join(' ')) }
}

function toRules(policy: EffectivePolicy, modules: readonly Served[]): Rules {
  const spellOutAs = (role: Role) =>
    memoize(MOST_REMEMBERED, (scopes: string) =>
      effectiveScopes(scopes.split(' '), ceilingOf(role, policy), modules),
    )
  const spellOut: Record<Role, (scopes: string) => readonly Scope[]> = {
    member: spellOutAs('member'),
    admin: spellOutAs('admin'),
  }
  return { policy, spellOut: (role, scopes) => spellOut[role](scopes.join(' ')) }
}
