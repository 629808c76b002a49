import type { ProductError } from '../../../lib/index.ts'
import { LONGEST_DESCRIPTION, LONGEST_NAME, type Token, tokenState } from '../../../tokens/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { getVisitor, isPasswordRecent } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { getAnswerable } from '../answerable.ts'
import { type FormErrors, field, textOf } from '../form.ts'
import { type PageDeps, page, seeOther } from '../page.ts'
import { passPasswordGate } from '../password-gate.ts'
import {
  type EditForm,
  editFormOf,
  heldScopes,
  loosensNetworks,
  readEditForm,
  toChanges,
} from './edit-form.ts'
import { passwordField, readErrors } from './generate-view.ts'
import { viewScopes } from './scopes-view.ts'
import { hintInWords, hrefOf } from './token-view.ts'
import { networksField, viewResourceServers } from './where-view.ts'

export const editPage = page({
  method: 'get',
  path: '/account/tokens/:id/edit',
  for: 'account',
  async handle(deps, ctx, { id = '' }) {
    const token = await deps.tokens.get(getVisitor(ctx).account.id, id)
    if (isEnded(token, deps.clock())) return seeOther(ctx, hrefOf(token.id))
    await show(deps, ctx, token, { form: editFormOf(token), asksPassword: false })
  },
})

export const editForm = page({
  method: 'post',
  path: '/account/tokens/:id/edit',
  for: 'account',
  async handle(deps, ctx, { id = '' }) {
    const fields = formBody(ctx)
    const accountId = getVisitor(ctx).account.id
    const token = await deps.tokens.get(accountId, id)
    const form = readEditForm(fields)
    const isLooser = loosensNetworks(token, form)
    try {
      if (isLooser) await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      await deps.tokens.edit(ctx.state.actor, accountId, token.id, toChanges(token, form))
      seeOther(ctx, `${hrefOf(token.id)}?done=edited`)
    } catch (error) {
      const asksPassword = isLooser && !isPasswordRecent(ctx)
      await show(deps, ctx, token, { form, asksPassword, error: getAnswerable(error) })
    }
  },
})

function isEnded(token: Token, now: Date): boolean {
  const state = tokenState(token, now)
  return state === 'expired' || state === 'revoked'
}

type Shown = { readonly form: EditForm; readonly asksPassword: boolean; readonly error?: ProductError }

async function show(
  deps: PageDeps,
  ctx: Context,
  token: Token,
  { form, asksPassword, error }: Shown,
): Promise<void> {
  const problem = error === undefined ? undefined : toProblem(error)
  const errors = readErrors(error)
  const modules = await deps.catalogue.listModules()
  const servers = token.resourceServers ?? (await deps.catalogue.listResourceServers())
  const held = heldScopes(token, modules)
  const model = {
    href: hrefOf(token.id),
    name: token.name,
    hint: hintInWords(deps.tokens.prefix, token),
    hasError: problem !== undefined,
    problem: problem && { tone: 'bad', text: problem.message },
    password: asksPassword ? passwordField(errors) : undefined,
    fields: viewFields(form, errors),
    scopes: viewScopes({
      modules,
      chosen: form.scopes,
      allows: (scope) => held.has(scope),
      error: errors['scopes'],
    }),
    where: {
      isBound: token.resourceServers !== null,
      networks: networksField(form.networks, { isOptional: true }, errors),
      resourceServers: viewResourceServers(servers, form.resourceServers, errors),
    },
  }
  deps.render(ctx, 'tokens/edit', model, { status: problem?.status ?? 200 })
}

const viewFields = (form: EditForm, errors: FormErrors) => ({
  name: field(
    { id: 'name', label: 'Name', value: form.name, max: LONGEST_NAME, autocomplete: 'off' },
    errors,
  ),
  description: field(
    {
      id: 'description',
      label: 'Description',
      type: 'textarea',
      value: form.description,
      max: LONGEST_DESCRIPTION,
      optional: true,
    },
    errors,
  ),
})
