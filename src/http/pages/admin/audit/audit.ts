import type { ProductError } from '../../../../lib/index.ts'
import { toProblem } from '../../../problem.ts'
import { getAnswerable } from '../../answerable.ts'
import { page, queryText } from '../../page.ts'
import { readAuditQuery, toFilter } from './audit-query.ts'
import { viewAudit } from './audit-view.ts'

/** Who did what, when and from where, the newest first. */
export const auditPage = page({
  method: 'get',
  path: '/admin/audit',
  for: 'audit.read',
  async handle(deps, ctx) {
    const { audit, clock, render } = deps
    const query = readAuditQuery(ctx)
    const before = queryText(ctx, 'before')
    const show = (found: Awaited<ReturnType<typeof audit.list>>, error?: ProductError) => {
      const given = { query, names: audit.names(), now: clock(), isFirst: before === '', error }
      const view = viewAudit({ ...given, events: found.events, next: found.next })
      render(ctx, 'admin/audit', view, { status: error === undefined ? 200 : toProblem(error).status })
    }
    try {
      show(await audit.list(await toFilter(deps, query), { before }))
    } catch (error) {
      show({ events: [] }, getAnswerable(error))
    }
  },
})
