import type { ProductError } from '../../../lib/index.ts'
import { isUnder } from '../../../scopes/index.ts'
import {
  AlreadyMinted,
  parseRetireWhen,
  RETIRE_WHEN,
  type RetireWhen,
  type Token,
} from '../../../tokens/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { getVisitor, isPasswordRecent } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { getAnswerable } from '../answerable.ts'
import { newFormKey, readFormKey, textOf } from '../form.ts'
import { dayInWords } from '../moments.ts'
import { type PageDeps, page, seeOther } from '../page.ts'
import { passPasswordGate } from '../password-gate.ts'
import { keepSecret } from '../reveal.ts'
import { passwordField, readErrors } from './generate-view.ts'
import { hintInWords, hrefOf } from './token-view.ts'

const CHOICES: Readonly<Record<RetireWhen, { label: string; text: string }>> = {
  now: { label: 'Now', text: 'It leaked, or you are not sure. Whatever uses it stops working at once.' },
  hour: { label: 'In 1 hour', text: 'You are about to put the new one in place.' },
  day: { label: 'In 24 hours', text: 'Time to put the new one in place everywhere.' },
  first_use: {
    label: 'When the new one is first used',
    text: 'No gap, for a secret that lives in one place only. Until then the old one works.',
  },
}

export const rotatePage = page({
  method: 'get',
  path: '/account/tokens/:id/rotate',
  for: 'account',
  async handle(deps, ctx, { id = '' }) {
    const token = await deps.tokens.get(getVisitor(ctx).account.id, id)
    if (!isPasswordRecent(ctx)) {
      return seeOther(ctx, `/confirm-password?return_to=${encodeURIComponent(ctx.path)}`)
    }
    await show(deps, ctx, token, { when: 'day', formKey: newFormKey() })
  },
})

export const rotateForm = page({
  method: 'post',
  path: '/account/tokens/:id/rotate',
  for: 'account',
  async handle(deps, ctx, { id = '' }) {
    const fields = formBody(ctx)
    const accountId = getVisitor(ctx).account.id
    const token = await deps.tokens.get(accountId, id)
    const when = textOf(fields, 'when')
    const formKey = readFormKey(fields) ?? newFormKey()
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const issued = await deps.tokens.rotate(ctx.state.actor, {
        accountId,
        tokenId: token.id,
        when: parseRetireWhen(when),
        formKey,
      })
      seeOther(ctx, await keepSecret(ctx, `${hrefOf(issued.token.id)}/secret`, issued.secret))
    } catch (error) {
      if (error instanceof AlreadyMinted) return seeOther(ctx, hrefOf(error.tokenId))
      await show(deps, ctx, token, { when, formKey, error: getAnswerable(error) })
    }
  },
})

type Shown = { readonly when: string; readonly formKey: string; readonly error?: ProductError }

async function show(
  deps: PageDeps,
  ctx: Context,
  token: Token,
  { when, formKey, error }: Shown,
): Promise<void> {
  const problem = error === undefined ? undefined : toProblem(error)
  const errors = readErrors(error)
  const renewal = await deps.tokens.previewRenewal(token)
  const model = {
    href: hrefOf(token.id),
    name: token.name,
    hint: hintInWords(deps.tokens.prefix, token),
    ends: renewal === null ? 'never expires' : `ends on ${dayInWords(renewal)}`,
    lost: await findLost(deps, ctx, token),
    formKey,
    isMintingOff: !(await deps.clients.isMintingOn()),
    problem: problem && errors['password'] === undefined ? { tone: 'bad', text: problem.message } : undefined,
    password: isPasswordRecent(ctx) ? undefined : passwordField(errors),
    options: RETIRE_WHEN.map((value) => ({ value, ...CHOICES[value], isChecked: value === when })),
  }
  deps.render(ctx, 'tokens/rotate', model, { status: problem?.status ?? 200 })
}

/** The scopes that the new token will not have, because whoever it is for may no longer grant them. */
async function findLost({ tokens }: PageDeps, ctx: Context, token: Token): Promise<string[]> {
  const { kind, accountId, organization, workspace } = token
  const isOfPlace = kind !== 'personal' && organization !== null
  const within = isOfPlace ? { organizationId: organization.id, workspaceId: workspace?.id } : undefined
  const maker = isOfPlace ? getVisitor(ctx).account.id : accountId
  // Of an organization itself comes before its workspaces.
  const { options } = await tokens.mintOptions(maker, { within, limit: 1 })
  const option = options.find((candidate) => candidate.kind === kind)
  return option === undefined ? [] : token.scopes.filter((scope) => !isUnder(option.ceiling, scope))
}
