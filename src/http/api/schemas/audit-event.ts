import { z } from 'zod'
import type { AuditEvent } from '../../../audit/index.ts'
import { id, time, toTime } from './common.ts'

const inWords = (description: string, example: string) =>
  z
    .string()
    .nullable()
    .meta({ description, examples: [example] })

export const auditEventReply = z
  .object({
    id,
    at: time,
    event: z.string().meta({ description: 'Its name, which is never changed.', examples: ['token.minted'] }),
    actorKind: z.string().meta({ examples: ['account'] }),
    actorId: z
      .string()
      .nullable()
      .meta({ examples: ['019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'] }),
    actor: z.string().meta({ description: 'In words.', examples: ['ada@example.com'] }),
    accountId: id.nullable().meta({ description: 'The account that it concerns.' }),
    account: inWords('The same, by its e-mail address.', 'ada@example.com'),
    tokenId: id.nullable(),
    token: inWords('The same, by its name.', 'CI deploy'),
    clientId: z
      .string()
      .nullable()
      .meta({ examples: ['019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'] }),
    client: inWords('The same, by its name.', 'Tracker API'),
    organizationId: id.nullable().meta({ description: 'Where it happened.' }),
    organization: inWords('The same, by its slug.', 'acme'),
    address: inWords('Where it came from.', '203.0.113.7'),
    requestId: z
      .string()
      .nullable()
      .meta({ examples: ['019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'] }),
    data: z.record(z.string(), z.unknown()).meta({
      description: 'What else is recorded. withToken: the token that it was done with.',
    }),
  })
  .meta({ id: 'AuditEvent' })

/** As `toAuditRecord` names the columns of exports, in the way of the API. */
export const toAuditEventReply = (event: AuditEvent): z.input<typeof auditEventReply> => ({
  id: event.id,
  at: toTime(event.at),
  event: event.name,
  actorKind: event.by.kind,
  actorId: event.by.id,
  actor: event.by.label,
  accountId: event.accountId,
  account: event.account,
  tokenId: event.tokenId,
  token: event.token,
  clientId: event.clientId,
  client: event.client,
  organizationId: event.organizationId,
  organization: event.organization,
  address: event.address,
  requestId: event.requestId,
  data: { ...event.data },
})
