import type { ProductError } from '../../../../lib/index.ts'
import { parseRateLimit, type Token, tokenState } from '../../../../tokens/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { type Field, field, textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { rateLimitInWords } from '../../tokens/token-view.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { adminHrefOf } from './href.ts'

const PATH = '/admin/tokens/:id/rate-limit'

export const rateLimitHref = (token: Token): string => `${adminHrefOf(token.id)}/rate-limit`

export const rateLimitPage = page({
  method: 'get',
  path: PATH,
  for: 'token.set_rate_limit',
  async handle(deps, ctx, { id = '' }) {
    const token = await deps.tokens.getAny(id)
    if (!['active', 'suspended'].includes(tokenState(token, deps.clock())))
      return seeOther(ctx, adminHrefOf(token.id))
    showConfirmation(deps, ctx, describe(deps, token, token.rateLimit?.toString() ?? ''))
  },
})

export const rateLimitForm = page({
  method: 'post',
  path: PATH,
  for: 'token.set_rate_limit',
  async handle(deps, ctx, { id = '' }) {
    const token = await deps.tokens.getAny(id)
    const typed = textOf(formBody(ctx), 'rateLimit')
    try {
      await deps.tokens.setRateLimit(ctx.state.actor, token.id, parseRateLimit(typed))
      seeOther(ctx, `${adminHrefOf(token.id)}?done=rate-limit`)
    } catch (error) {
      const problem = getAnswerable(error)
      showConfirmation(deps, ctx, describe(deps, token, typed, problem), problem)
    }
  },
})

function describe(
  { rateLimits: { perMinute } }: PageDeps,
  token: Token,
  typed: string,
  error?: ProductError,
): Confirmation {
  return {
    console: 'tokens',
    back: { href: adminHrefOf(token.id), label: token.name },
    verb: 'Change the rate limit of',
    name: token.name,
    lead: 'It counts for this API, on all nodes together, and from the next request on. What the token does elsewhere is not counted.',
    items: [
      `It may make ${rateLimitInWords(token, perMinute)} now.`,
      'A token that replaces it keeps its limit.',
    ],
    fields: [rateLimitField(typed, perMinute, error)],
    action: rateLimitHref(token),
    submit: 'Change the limit',
    cancel: 'Leave it',
    isDanger: false,
  }
}

const rateLimitField = (typed: string, perMinute: number, error?: ProductError): Field =>
  field(
    {
      id: 'rateLimit',
      label: 'Requests a minute',
      value: typed.slice(0, 40),
      max: 9,
      hint: `Leave it empty for the ${perMinute} of all tokens.`,
      optional: true,
      autocomplete: 'off',
    },
    error?.field === 'rateLimit' ? { rateLimit: error.message } : {},
  )
