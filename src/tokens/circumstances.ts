import type { Role } from '../accounts/index.ts'
import { memoize } from '../lib/index.ts'
import { type EffectivePolicy, type InForceRow, type Policies, policiesInForce } from '../policy/index.ts'
import { effectiveScopes, type Module, OWN_MODULE, type Scope } from '../scopes/index.ts'
import { ceilingOf } from './ceiling.ts'

/** What is not in a token's own row, and decides about it too: the policies and the catalogue of one moment. */
export type Circumstances = {
  /** What holds for the tokens that these organizations' policies count for: their ids, with spaces between them. */
  rulesFor(organizationIds: string): Rules
}

export type Rules = {
  readonly policy: EffectivePolicy
  /** What these scopes, with spaces between them, allow an account of that role at the moment, each by its name. */
  spellOut(role: Role, scopes: string): readonly Scope[]
}

/** The modules that there are, in catalogue order, as one JSON value. */
export const MODULES_IN_ORDER = `
  select json_agg(json_build_object('name', m.name, 'actions', m.actions) order by m.name = '${OWN_MODULE.name}', m.title, m.name)
    from module m`

/** The policies that are in force, as one JSON value. */
export const policiesAsJson = (at: string): string =>
  `(select json_agg(p)::text from (${policiesInForce(at)}) p)`

/** Until when that is so: another one comes into force by itself then, in milliseconds since 1970. */
export const inForceUntil = (at: string): string =>
  `(select date_part('epoch', min(p.enforced_from)) * 1000 from policy p where p.enforced_from > ${at})`

/** Columns of a query, with the placeholder `at` for its moment, of which `readCircumstances` makes something. */
export const circumstanceColumns = (at: string): string[] => [
  policiesAsJson(at),
  `(${MODULES_IN_ORDER})::text`,
  inForceUntil(at),
]

type Served = Pick<Module, 'name' | 'actions'>

/** What was read at one moment. A policy that waits for its time takes its place without any change. */
export function readCircumstances(
  policies: Pick<Policies, 'bookOf'>,
  [inForce, modules, until]: readonly (string | null)[],
): { readonly circumstances: Circumstances; readonly until: number | null } {
  const book = policies.bookOf(JSON.parse(inForce ?? '[]') as InForceRow[])
  return {
    circumstances: toCircumstances(book, JSON.parse(modules ?? '[]') as Served[]),
    until: until === null || until === undefined ? null : Number(until),
  }
}

/** Of what tokens are granted. */
const MOST_REMEMBERED = 1_000

function toCircumstances(
  book: ReturnType<Policies['bookOf']>,
  /** In catalogue order. */
  modules: readonly Served[],
): Circumstances {
  const rulesOf = new WeakMap<EffectivePolicy, Rules>()
  return {
    // By what holds, not by whose it is: there may be thousands of organizations, most of them without a policy.
    rulesFor(organizationIds) {
      const policy = book.for(organizationIds === '' ? [] : organizationIds.split(' '))
      const known = rulesOf.get(policy) ?? toRules(policy, modules)
      rulesOf.set(policy, known)
      return known
    },
  }
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
  return { policy, spellOut: (role, scopes) => spellOut[role](scopes) }
}
