import type { ProductError } from '../../../lib/index.ts'
import type { Context } from '../../context.ts'
import { getVisitor } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { describeDevice } from '../device.ts'
import { type FormErrors, field, type Notice } from '../form.ts'
import { toMoment } from '../moments.ts'
import { type PageDeps, page, queryText } from '../page.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  password: { tone: 'good', text: 'Your password is changed. You are signed out everywhere else.' },
  session: { tone: 'good', text: 'The session is ended.' },
  others: { tone: 'good', text: 'All other sessions are ended.' },
}

export const securityPage = page({
  method: 'get',
  path: '/account/security',
  for: 'account',
  async handle(deps, ctx) {
    await showSecurity(deps, ctx)
  },
})

export async function showSecurity(deps: PageDeps, ctx: Context, error?: ProductError): Promise<void> {
  const { account, session: own } = getVisitor(ctx)
  const now = deps.clock()
  const problem = error === undefined ? undefined : toProblem(error)
  const errors: FormErrors = problem?.field === undefined ? {} : { [problem.field]: problem.message }
  const isGeneral = problem !== undefined && problem.field === undefined
  const listed = await deps.sessions.list(account.id)
  const sessions = listed.sort((a, b) => Number(b.id === own.id) - Number(a.id === own.id))
  const model = {
    tab: 'security',
    hasError: problem !== undefined,
    notice: isGeneral ? { tone: 'bad', text: problem.message } : DONE[queryText(ctx, 'done')],
    passwordChanged: toMoment(account.passwordChangedAt, now),
    fields: viewFields(errors),
    hasOthers: sessions.some(({ id }) => id !== own.id),
    sessions: sessions.map((session) => {
      const device = describeDevice(session.userAgent)
      return {
        id: session.id,
        device: device.words,
        isPhone: device.isPhone,
        isThis: session.id === own.id,
        address: session.address,
        lastSeen: toMoment(session.lastSeenAt, now),
        created: toMoment(session.createdAt, now),
      }
    }),
  }
  deps.render(ctx, 'security', model, { status: problem?.status ?? 200 })
}

const viewFields = (errors: FormErrors) => ({
  currentPassword: field(
    { id: 'currentPassword', label: 'Current password', type: 'password', autocomplete: 'current-password' },
    errors,
  ),
  newPassword: field(
    {
      id: 'newPassword',
      label: 'New password',
      type: 'password',
      autocomplete: 'new-password',
      hint: 'At least 15 characters. A few words that you can remember do well.',
    },
    errors,
  ),
})
