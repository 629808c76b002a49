import { z } from 'zod'
import type { Session } from '../../../../sessions/index.ts'
import { pageOf, pageQuery, pageThrough } from '../../paging.ts'
import { id, time, toTime } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNT_PATH, accountParams, getListedAccount } from './find-account.ts'

const PATH = `${ACCOUNT_PATH}/sessions`

const sessionReply = z
  .object({
    id,
    createdAt: time,
    lastSeenAt: time,
    expiresAt: time,
    address: z
      .string()
      .nullable()
      .meta({ examples: ['203.0.113.7'] }),
    userAgent: z
      .string()
      .nullable()
      .meta({ examples: ['Mozilla/5.0 (X11; Linux x86_64) Firefox/146.0'] }),
  })
  .meta({ id: 'Session' })

const toSessionReply = (session: Session): z.input<typeof sessionReply> => ({
  id: session.id,
  createdAt: toTime(session.createdAt),
  lastSeenAt: toTime(session.lastSeenAt),
  expiresAt: toTime(session.expiresAt),
  address: session.address,
  userAgent: session.userAgent,
})

export const listAccountSessions = adminOperation('console.see', {
  id: 'listAccountSessions',
  tag: 'Accounts',
  method: 'get',
  path: PATH,
  summary: 'List an account’s sessions',
  description: 'The browsers that are signed in to it, in the order in which they signed in.',
  params: accountParams,
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(sessionReply),
  errors: ['account_not_found'],
  async handle(services, { params: { accountId }, query }) {
    const account = await getListedAccount(services, accountId)
    const sessions = await services.sessions.list(account.id)
    return pageThrough(sessions.map(toSessionReply), (session) => session.id, query)
  },
})

export const endAccountSessions = adminOperation('account.end_sessions', {
  id: 'endAccountSessions',
  tag: 'Accounts',
  method: 'delete',
  path: PATH,
  summary: 'End an account’s sessions',
  description: 'Signs it out everywhere. Its tokens keep working.',
  params: accountParams,
  status: 200,
  reply: z.object({ ended: z.int().meta({ description: 'How many sessions that ended.' }) }),
  errors: ['account_not_found'],
  async handle(services, { actor, params: { accountId } }) {
    const account = await getListedAccount(services, accountId)
    return { ended: await services.sessions.endAllOf(actor, account.id) }
  },
})
