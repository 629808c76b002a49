import { z } from 'zod'
import type { AuditFilter } from '../../../../audit/index.ts'
import { withoutUndefined } from '../../../../lib/index.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { auditEventReply, toAuditEventReply } from '../../schemas/audit-event.ts'
import { idFilter, momentGiven, text } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'

const query = z.strictObject({
  ...pageQuery,
  event: text(100)
    .optional()
    .meta({
      description: 'An event, or the beginning of several up to a point: token.minted, token.',
      examples: ['token.'],
    }),
  actor: text(300).optional().meta({
    description: 'Who did it: an account’s id or e-mail address, a client’s id, or a kind such as operator.',
  }),
  accountId: idFilter.optional().meta({ description: 'Whose account it concerns.' }),
  tokenId: idFilter.optional(),
  clientId: text(200).optional(),
  organizationId: idFilter.optional(),
  address: text(300).optional().meta({ description: 'Where it came from, to the letter.' }),
  from: momentGiven.optional().meta({ description: 'The first moment.' }),
  to: momentGiven.optional().meta({ description: 'The first moment that is no longer wanted.' }),
})

export const listAuditEvents = adminOperation('audit.read', {
  id: 'listAuditEvents',
  tag: 'Audit events',
  method: 'get',
  path: '/api/v1/admin/audit-events',
  summary: 'List audit events',
  description: 'Who did what, when and from where, the newest first.',
  query,
  status: 200,
  reply: pageOf(auditEventReply),
  errors: ['audit_filter_invalid'],
  async handle({ audit }, { query: { limit, cursor, event: name, from, to, ...same } }) {
    const filter: AuditFilter = withoutUndefined({ ...same, name, from: toDate(from), to: toDate(to) })
    const page = withoutUndefined({ limit, before: readCursor({ cursor }) })
    const { events, next } = await audit.list(filter, page)
    return toPage(events.map(toAuditEventReply), next)
  },
})

const toDate = (given: string | undefined): Date | undefined =>
  given === undefined ? undefined : new Date(given)
