import type { Database } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import { type AuditEvent, EVENT_NAMES } from './audit-event.ts'
import { auditEventStore } from './audit-event-store.ts'
import { type AuditFilter, checkFilter } from './audit-filter.ts'

export type AuditDeps = { readonly database: Database }

export type AuditPage = {
  readonly events: AuditEvent[]
  /** For the page after this one; absent where this is the last. A page that is not full may have one: there is more to look through. */
  readonly next?: string
}

/** How many events are in memory at once, however many are read. */
const BATCH = 1_000
const PAGE = 50

/** Reading the record. Writing it is `record`, in the transaction of what it tells of. */
export function createAudit({ database }: AuditDeps) {
  const store = auditEventStore(database.manager)
  return {
    names: () => EVENT_NAMES,
    list: (filter: AuditFilter, page: Asked = {}) => listEvents(store, filter, page),
    stream: (filter: AuditFilter) => streamEvents(store, filter),
  }
}

export type Audit = ReturnType<typeof createAudit>

type Asked = { readonly before?: string; readonly limit?: number; readonly mostLookedAt?: number }

type Store = ReturnType<typeof auditEventStore>

/**
 * One page, newest first. A cursor that is none of ours begins at the newest.
 * @throws {InvalidAuditFilter}
 */
async function listEvents(
  store: Store,
  filter: AuditFilter,
  { before, limit = PAGE, mostLookedAt }: Asked,
): Promise<AuditPage> {
  const cursor = before !== undefined && isId(before) ? before : undefined
  const page = { before: cursor, limit: limit + 1, mostLookedAt }
  const { events: found, through } = await store.list(checkFilter(filter), page)
  const events = found.slice(0, limit)
  const next = found.length > limit ? events.at(-1)?.id : through
  return next === undefined ? { events } : { events, next }
}

/**
 * All of them, newest first, a batch at a time: no transaction stays open while a slow reader takes its time, and what
 * is written meanwhile is newer than where the reading has got to.
 * @throws {InvalidAuditFilter}
 */
async function* streamEvents(store: Store, filter: AuditFilter): AsyncGenerator<AuditEvent, void, undefined> {
  const checked = checkFilter(filter)
  let before: string | undefined
  for (;;) {
    const { events, through } = await store.list(checked, { before, limit: BATCH })
    yield* events
    before = events.length === BATCH ? events.at(-1)?.id : through
    if (before === undefined) return
  }
}
