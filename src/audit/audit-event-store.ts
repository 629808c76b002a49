import type { Executor } from '../database/index.ts'
import { labelActor } from './actor.ts'
import type { AuditEvent } from './audit-event.ts'

/** Reads the record. Actors come with a label that people know them by: an e-mail address or a client's name. */
export function auditEventStore(tx: Executor) {
  return {
    /** A token's history, newest first, 100 events at the most. */
    async listByToken(tokenId: string): Promise<AuditEvent[]> {
      const rows: Row[] = await tx.query(
        `select e.id, e.at, e.name, e.actor_kind, e.actor_id, e.address, e.data, coalesce(a.email, c.name) as label
           from audit_event e
           left join account a on e.actor_kind = 'account' and a.id::text = e.actor_id
           left join oauth_client c on e.actor_kind = 'client' and c.id = e.actor_id
          where e.token_id = $1
          order by e.at desc, e.id desc
          limit 100`,
        [tokenId],
      )
      return rows.map(toAuditEvent)
    },
  }
}

type Row = Omit<AuditEvent, 'by'> & {
  actor_kind: AuditEvent['by']['kind']
  actor_id: string | null
  label: string | null
}

function toAuditEvent(row: Row): AuditEvent {
  const { id, at, name, address, data } = row
  return {
    id,
    at,
    name,
    address,
    data,
    by: { kind: row.actor_kind, id: row.actor_id, label: labelActor(row.actor_kind, row.label) },
  }
}
