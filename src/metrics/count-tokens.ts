import { Counter, type Registry } from 'prom-client'
import { REASONS, type Refusal, reasonOf } from './refusal.ts'

const KINDS = ['personal', 'workspace', 'organization'] as const

/** What a token's kind is called: the only values of the label `kind`. */
type Kind = (typeof KINDS)[number]

/** Tokens made and ended, and what came of each that was presented. */
export function countTokens(registry: Registry) {
  const registers = [registry]
  const byKind = (done: string, help: string) => {
    const name = `patmint_token_${done}_total`
    return startAtZero(new Counter({ name, help, labelNames: ['kind'], registers }), 'kind', KINDS)
  }
  const created = byKind('created', 'Tokens that were generated; a rotation is counted as one instead.')
  const revoked = byKind('revoked', 'Tokens that were revoked.')
  const rotated = byKind('rotated', 'Tokens that were replaced by one with a new secret.')
  const succeeded = new Counter({
    name: 'patmint_auth_success_total',
    help: 'Requests to the API that were let in by their token.',
    registers,
  })
  const failed = new Counter({
    name: 'patmint_auth_failure_total',
    help: 'Requests to the API that were refused for their token, by reason.',
    labelNames: ['reason'],
    registers,
  })
  startAtZero(failed, 'reason', REASONS)
  /** Since they were last asked for: there may be thousands in a second, and adding them up one by one takes its time. */
  const introspected = new Map<string, number>()
  const introspections = new Counter({
    name: 'patmint_introspections_total',
    help: 'Introspections that were answered: active, or why not.',
    labelNames: ['result'],
    registers,
    collect() {
      for (const [result, count] of introspected) this.inc({ result }, count)
      introspected.clear()
    },
  })
  startAtZero(introspections, 'result', ['active', ...REASONS.filter((reason) => reason !== 'rate')])
  return {
    countCreated: (kind: Kind) => created.inc({ kind }),
    countRevoked: (kind: Kind) => revoked.inc({ kind }),
    countRotated: (kind: Kind) => rotated.inc({ kind }),
    /** One request to a door that takes bearer tokens, once it is known whether its token lets it in. */
    countAuthentication: (result: 'success' | Refusal) =>
      result === 'success' ? succeeded.inc() : failed.inc({ reason: reasonOf(result) }),
    countIntrospection(result: 'active' | Refusal): void {
      const label = result === 'active' ? result : reasonOf(result)
      introspected.set(label, (introspected.get(label) ?? 0) + 1)
    },
  }
}

/** A counter that is not there before its first event hides that one: a rate is made of two values. */
export function startAtZero<Label extends string>(
  counter: Counter<Label>,
  label: Label,
  values: readonly string[],
): Counter<Label> {
  for (const value of values) counter.inc({ [label]: value } as Record<Label, string>, 0)
  return counter
}
