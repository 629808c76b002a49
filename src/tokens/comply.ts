import { isDeepStrictEqual } from 'node:util'
import type { EffectivePolicy, PolicyBook, PolicyDraft } from '../policy/index.ts'
import type { Scope } from '../scopes/index.ts'
import { findAffected } from './affected.ts'
import type { TokenDeps } from './deps.ts'
import { findNarrowing, type Narrowing } from './narrowing.ts'
import { findFixedEnd, findPolicyEnd, type PolicyEnd } from './policy-end.ts'
import { readTokens, readTokensById } from './read-tokens.ts'
import { findTokenEnd, type Token } from './token.ts'
import { isLive } from './token-columns.ts'

export type NonCompliant = {
  /** How many live tokens would end sooner than they do now. */
  readonly total: number
  /** Those of them that would stop as soon as the policy holds. */
  readonly stoppingNow: number
  /** The first thousand, the soonest end first. */
  readonly tokens: readonly { readonly token: Token; readonly end: PolicyEnd }[]
  /** Those that would not stop as soon as it holds, and could do less from then on. */
  readonly narrowed: Narrowed
}

type Narrowed = {
  readonly total: number
  readonly losingScopes: number
  /** The scopes that one or another would lose. */
  readonly scopes: readonly Scope[]
  readonly losingNetworks: number
  /** The first thousand, the oldest first. */
  readonly tokens: readonly NarrowedToken[]
}

type NarrowedToken = Narrowing & { readonly token: Token }

const MOST_SHOWN = 1_000
const BATCH = 1_000

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies' | 'catalogue'>

/**
 * What a policy would end of the tokens that live now, and when, and what it would take from others. Every live token is
 * looked at, which takes minutes where there are millions: see `previewPolicy`.
 */
export async function findNonCompliant(deps: Deps, draft: PolicyDraft): Promise<NonCompliant> {
  const now = deps.clock()
  const from = draft.enforcedFrom ?? now
  const judging = await openJudging(deps, draft, now)
  const judge = await judging(from)
  for await (const token of readLive(deps, await deps.policies.inForce(), now)) judge.take(token)
  return judge.sumUp()
}

type Preview = {
  /** Whether every live token that may lose by it was looked at; else what was found is of the newest alone. */
  readonly isAll: boolean
  /** One for each moment from which it may hold. */
  readonly found: readonly NonCompliant[]
}

/** The same for a page, soon: of some of the tokens where there are too many. */
export async function previewPolicy(
  deps: Deps,
  draft: Omit<PolicyDraft, 'enforcedFrom'>,
  starts: readonly Date[],
): Promise<Preview> {
  const now = deps.clock()
  const { manager } = deps.database
  const judging = await openJudging(deps, draft, now)
  const losses = await foreseeLosses(deps, draft)
  const latest = new Date(Math.max(now.getTime(), ...starts.map((start) => start.getTime())))
  const { ids, isAll } =
    losses.mayEnd || losses.mayNarrow
      ? await findAffected(manager, { organizationId: draft.organizationId, now, latest, ...losses })
      : { ids: [], isAll: true }
  const tokens = await readTokensById(manager, await deps.policies.inForce(), ids.toReversed())
  const live = tokens.filter((token) => findTokenEnd(token, now) === undefined)
  const found: NonCompliant[] = []
  for (const from of starts) {
    const judge = await judging(from)
    for (const token of live) judge.take(token)
    found.push(judge.sumUp())
  }
  return { isAll, found }
}

/** Whether the draft can take anything from anybody: it differs from what is in force by its own settings alone. */
async function foreseeLosses({ policies }: Deps, { organizationId, settings }: PolicyDraft) {
  const [drafted, inForce] = [await policies.draft({ organizationId, settings }), await policies.inForce()]
  const own = organizationId === null ? [] : [organizationId]
  const [before, after] = [inForce.for(own), drafted.for(own)]
  return {
    policy: drafted.ofAll(),
    mayEnd: isStricter(before, after),
    mayNarrow: !isDeepStrictEqual(ceilingsOf(before), ceilingsOf(after)),
  }
}

const isStricter = (before: EffectivePolicy, after: EffectivePolicy): boolean =>
  after.maxDays < before.maxDays ||
  (before.allowNever && !after.allowNever) ||
  (after.requireNetworks && !before.requireNetworks) ||
  before.kinds.some((kind) => !after.kinds.includes(kind)) ||
  (after.maxIdleDays ?? Number.POSITIVE_INFINITY) < (before.maxIdleDays ?? Number.POSITIVE_INFINITY)

const ceilingsOf = ({ memberScopes, adminScopes, scopeLimits, networkLimits }: EffectivePolicy) => ({
  memberScopes,
  adminScopes,
  scopeLimits,
  networkLimits,
})

/** What is asked of each token is read once; whose end comes sooner depends on when the policy begins to hold. */
async function openJudging(deps: Deps, { organizationId, settings }: PolicyDraft, now: Date) {
  const inForce = await deps.policies.inForce()
  const modules = await deps.catalogue.listModules()
  return async (from: Date) => {
    const drafted = await deps.policies.draft({ organizationId, settings, enforcedFrom: from })
    const found: { token: Token; end: PolicyEnd }[] = []
    const narrowed: NarrowedToken[] = []
    return {
      take(token: Token): void {
        const before = inForce.for(token.policyOrganizations)
        const after = drafted.for(token.policyOrganizations)
        const end = findSoonerEnd(
          token,
          findFailure(token, before, now),
          findFailure(token, after, from),
          from,
        )
        if (end !== undefined) found.push({ token, end })
        const narrowing = findNarrowing(token, before, after, modules)
        if (narrowing !== undefined && (end === undefined || end.at > from))
          narrowed.push({ token, ...narrowing })
      },
      sumUp(): NonCompliant {
        found.sort((a, b) => a.end.at.getTime() - b.end.at.getTime())
        return {
          total: found.length,
          stoppingNow: found.filter(({ end }) => end.at <= from).length,
          tokens: found.slice(0, MOST_SHOWN),
          narrowed: sumUp(narrowed),
        }
      },
    }
  }
}

const sumUp = (narrowed: readonly NarrowedToken[]): Narrowed => ({
  total: narrowed.length,
  losingScopes: narrowed.filter(({ lostScopes }) => lostScopes.length > 0).length,
  scopes: [...new Set(narrowed.flatMap(({ lostScopes }) => lostScopes))].sort(),
  losingNetworks: narrowed.filter(({ fewerNetworks }) => fewerNetworks).length,
  tokens: narrowed.slice(0, MOST_SHOWN),
})

/**
 * When and how a token fails to comply. That it would end if nobody used it is no failure; that nobody did for too long
 * already, is. The other rules are asked apart from that, so that the nearer idle end does not hide them.
 */
function findFailure(token: Token, policy: EffectivePolicy, from: Date): PolicyEnd | null {
  const end = findPolicyEnd(token, policy)
  const isOnlyIdle = end?.rule === 'idle' && end.at > from
  return isOnlyIdle ? findFixedEnd(token, policy) : end
}

/** A rule that is broken already ends a token when it begins to hold, not in the past. */
function findSoonerEnd(
  { expiresAt }: Token,
  before: PolicyEnd | null,
  after: PolicyEnd | null,
  from: Date,
): PolicyEnd | undefined {
  if (after === null) return undefined
  const end = { ...after, at: after.at < from ? from : after.at }
  return [expiresAt, before?.at ?? null].every((at) => at === null || end.at < at) ? end : undefined
}
async function* readLive({ database }: Deps, book: PolicyBook, now: Date): AsyncGenerator<Token> {
  let after: string | null = null
  for (;;) {
    const where = `${isLive('$1')} and ($2::uuid is null or t.id > $2)`
    const batch: Token[] = await readTokens(database.manager, book, {
      where,
      values: [now, after],
      order: 't.id',
      limit: BATCH,
    })
    for (const token of batch) if (findTokenEnd(token, now) === undefined) yield token
    after = batch.at(-1)?.id ?? null
    if (batch.length < BATCH || after === null) return
  }
}
