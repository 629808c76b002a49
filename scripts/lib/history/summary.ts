import type { History } from './history.ts'

/** How much there was of everything: a history in which nothing happened proves nothing. */
export function summarise({ operations, outages }: History): Record<string, number> {
  const counts: Record<string, number> = { operations: operations.length, outages: outages.length }
  for (const { kind, outcome } of operations) {
    const name = `${kind}: ${typeof outcome === 'string' ? outcome : 'wrong'}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
