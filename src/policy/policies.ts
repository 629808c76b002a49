import { isDeepStrictEqual } from 'node:util'
import { type Actor, nameActor, record } from '../audit/index.ts'
import type { Database, Executor } from '../database/index.ts'
import { type Clock, memoize, newIdAfter } from '../lib/index.ts'
import { parseLimits, parsePolicy } from './parse.ts'
import type { EffectivePolicy, OrganizationLimits, PolicySettings, PolicyVersion } from './policy.ts'
import { type InForceRow, policyStore } from './policy-store.ts'
import { strictest } from './strictest.ts'

export type PolicyDeps = {
  readonly database: Database
  readonly clock: Clock
  /** The instance's policy until somebody saves another. */
  readonly initial: PolicySettings
}

/** Policies, read: those of one moment, and which of them count where. */
export type PolicyBook = {
  /** The strictest of the instance's and these organizations'. */
  for(organizationIds: readonly string[]): EffectivePolicy
  /** The strictest of all there are: what complies with this complies wherever it is. */
  ofAll(): EffectivePolicy
}

const MOST_LISTED = 50
/** Combinations of organizations: tokens of one account have the same. */
const MOST_REMEMBERED = 1_000

/** The room's verbs with their dependencies filled in. */
export function createPolicies(deps: PolicyDeps) {
  const store = policyStore(deps.database.manager)
  const latest = async (organizationId: string | null) => (await store.list(organizationId, 1))[0]
  const instance = async (): Promise<PolicySettings> =>
    ((await latest(null))?.settings as PolicySettings | undefined) ?? deps.initial
  return {
    /** The instance's policy, as new tokens are made by it. */
    instance,
    /** What the organization asks beyond it; nothing where it never did. */
    ofOrganization: async (organizationId: string): Promise<OrganizationLimits> =>
      ((await latest(organizationId))?.settings as OrganizationLimits | undefined) ?? {},
    /** The versions, the newest first: at most 50 of them, or a page of those older than `before`. */
    history: (organizationId: string | null = null, page: { before?: string; limit?: number } = {}) =>
      store.list(organizationId, page.limit ?? MOST_LISTED, page.before ?? null),

    /** What tokens are minted by. `on`: the transaction that asks, which must not wait for a second connection. */
    newest: async (on: Executor = deps.database.manager): Promise<PolicyBook> =>
      bookOf(deps.initial, await policyStore(on).listNewest()),
    /** What existing tokens are held to. */
    inForce: async (on: Executor = deps.database.manager): Promise<PolicyBook> =>
      bookOf(deps.initial, await policyStore(on).listInForce(deps.clock())),
    /** From rows that a query of its own has read: see `policiesInForce`. */
    bookOf: (rows: readonly InForceRow[]): PolicyBook => bookOf(deps.initial, rows),

    /**
     * A new policy of the instance. New tokens comply at once, existing ones from `enforcedFrom` on (now, where it is left
     * out). The same settings again change nothing.
     * @throws {InvalidPolicy} naming the field
     */
    change: async (
      by: Actor,
      given: unknown,
      options: { enforcedFrom?: Date } = {},
    ): Promise<PolicyVersion> =>
      await addVersion(deps, by, { organizationId: null, settings: parsePolicy(given), ...options }),
    /** @throws {InvalidPolicy | LooserThanInstance} naming the field */
    changeOrganization: async (
      by: Actor,
      organizationId: string,
      given: unknown,
      options: { enforcedFrom?: Date } = {},
    ): Promise<PolicyVersion> => {
      const settings = parseLimits(given, await instance())
      return await addVersion(deps, by, { organizationId, settings, ...options })
    },
    /** Checks a draft without saving it. @throws as `change` */
    parse: (given: unknown): PolicySettings => parsePolicy(given),
    /** @throws as `changeOrganization` */
    parseLimits: async (given: unknown): Promise<OrganizationLimits> => parseLimits(given, await instance()),
    /** What a draft would make of the policies that are in force. */
    async draft(draft: PolicyDraft): Promise<PolicyBook> {
      const now = deps.clock()
      const inForce = await store.listInForce(now)
      const { organizationId, settings, enforcedFrom = now } = draft
      const kept = inForce.filter((row) => row.organizationId !== organizationId)
      return bookOf(deps.initial, [...kept, { organizationId, settings, enforcedFrom }])
    },
  }
}

export type Policies = ReturnType<typeof createPolicies>

/** A policy that somebody thinks about. */
export type PolicyDraft = {
  /** `null`: of the whole instance. */
  readonly organizationId: string | null
  readonly settings: PolicySettings | OrganizationLimits
  /** From when it is to hold for tokens that exist; now, where it is left out. */
  readonly enforcedFrom?: Date
}

async function addVersion({ database, clock, initial }: PolicyDeps, by: Actor, draft: PolicyDraft) {
  return await database.transaction(async (tx): Promise<PolicyVersion> => {
    const { organizationId, settings } = draft
    const store = policyStore(tx)
    const [before] = await store.list(organizationId, 1)
    if (before !== undefined && isDeepStrictEqual(before.settings, settings)) return before
    if (before !== undefined) await store.touch(before.id)
    const now = clock()
    const enforcedFrom = draft.enforcedFrom ?? now
    // The newest is the one with the greatest id.
    const id = newIdAfter(before?.id)
    await store.insert({ id, organizationId, settings, madeBy: nameActor(by), createdAt: now, enforcedFrom })
    const was = before?.settings ?? (organizationId === null ? initial : {})
    await record(tx, now, {
      name: 'policy.changed',
      by,
      ...(organizationId === null ? {} : { organizationId }),
      data: { ...changesBetween(was, settings), enforcedFrom },
    })
    const [saved] = await store.list(organizationId, 1)
    if (saved === undefined) throw new Error('a policy that was just written is not there')
    return saved
  })
}

/** The fields that are not the same, before and after. */
function changesBetween(before: object, after: object) {
  const [was, is] = [Object.entries(before), Object.entries(after)]
  const isSame = (key: string) => isDeepStrictEqual(Object.fromEntries(was)[key], Object.fromEntries(is)[key])
  const changed = ([key]: [string, unknown]) => !isSame(key)
  return { before: Object.fromEntries(was.filter(changed)), after: Object.fromEntries(is.filter(changed)) }
}

function bookOf(initial: PolicySettings, rows: readonly InForceRow[]): PolicyBook {
  const own = rows.find(({ organizationId }) => organizationId === null)
  const instance = own === undefined ? { settings: initial, enforcedFrom: null } : read<PolicySettings>(own)
  const limits = new Map(
    rows.flatMap((row) =>
      row.organizationId === null ? [] : [[row.organizationId, read<OrganizationLimits>(row)]],
    ),
  )
  const among = (ids: readonly string[]) => ids.map((id) => limits.get(id)).filter((one) => one !== undefined)
  const strictestOf = memoize(MOST_REMEMBERED, (ids: string) => strictest(instance, among(ids.split(' '))))
  const named = (ids: readonly string[]) => ids.filter((id) => limits.has(id)).join(' ')
  return {
    // Most organizations have no policy of their own, and all of those together are one case.
    for: (ids) => strictestOf(ids.length === 0 ? '' : named(ids)),
    ofAll: () => strictest(instance, [...limits.values()]),
  }
}

/** Dates are texts where the row came inside of a JSON value. */
const read = <Settings>({ settings, enforcedFrom }: InForceRow) => ({
  settings: settings as Settings,
  enforcedFrom: new Date(enforcedFrom),
})
