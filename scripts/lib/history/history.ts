/** What came of an operation: as it was answered, 503, no answer at all, or anything else, which is never right. */
type Outcome = 'active' | 'inactive' | 'done' | 'unavailable' | 'no answer' | { readonly wrong: string }

/** One request, as its client saw it. Times are of one clock: that of the process that made all of them. */
export type Operation = {
  /** `end`: a revocation or a rotation, whichever way. */
  readonly kind: 'mint' | 'introspect' | 'end'
  /** Which token; tokens are numbered as they are minted. */
  readonly token: number
  readonly node: number
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: Outcome
}

/** A node could not be reached, or ended what it was doing, somewhere in this time. */
export type Outage = { readonly node: number; readonly from: number; readonly to: number }

export type History = { readonly operations: readonly Operation[]; readonly outages: readonly Outage[] }

/**
 * What must never have happened, in whatever order concurrent requests took effect. A token is good from its minting until
 * somebody first tries to end it; it is ended from the first answer that says so. In between, either answer is right, but
 * nobody sees it rise again.
 * @returns a sentence for each fault
 */
export function findFaults({ operations, outages }: History): string[] {
  const byToken = Map.groupBy(operations, ({ token }) => token)
  return [
    ...operations.flatMap((operation) => findWrongAnswer(operation, outages)),
    ...[...byToken.values()].flatMap(findWrongState),
  ]
}

function findWrongAnswer(operation: Operation, outages: readonly Outage[]): string[] {
  const { outcome, node, startedAt, endedAt } = operation
  if (typeof outcome === 'object') return [`${describe(operation)}: ${outcome.wrong}`]
  if (outcome !== 'no answer') return []
  const isExplained = outages.some(
    (each) => each.node === node && each.from <= endedAt && each.to >= startedAt,
  )
  return isExplained ? [] : [`${describe(operation)}: no answer from a node that was up`]
}

function findWrongState(operations: readonly Operation[]): string[] {
  const ends = operations.filter(({ kind }) => kind === 'end')
  const firstTry = earliest(ends.map(({ startedAt }) => startedAt))
  const ended = earliest(ends.filter(({ outcome }) => outcome === 'done').map(({ endedAt }) => endedAt))
  const seenDead = earliest(operations.filter(isInactive).map(({ endedAt }) => endedAt))
  return operations.flatMap((operation) => {
    const { outcome, startedAt, endedAt } = operation
    if (outcome === 'active' && startedAt > ended)
      return [`${describe(operation)}: active after its end was acknowledged`]
    if (outcome === 'active' && startedAt > seenDead)
      return [`${describe(operation)}: active after it was seen inactive`]
    if (outcome === 'inactive' && endedAt < firstTry)
      return [`${describe(operation)}: inactive while it lived`]
    return []
  })
}

const isInactive = ({ outcome }: Operation): boolean => outcome === 'inactive'

const earliest = (times: readonly number[]): number =>
  times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)

const describe = ({ kind, token, node, startedAt, endedAt }: Operation): string =>
  `${kind} of token ${token} on node ${node} from ${startedAt.toFixed(1)} to ${endedAt.toFixed(1)} ms`
