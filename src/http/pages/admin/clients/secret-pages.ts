import { OVERLAPS, type Overlap } from '../../../../clients/index.ts'
import type { Action } from '../../../../permissions/index.ts'
import { formBody } from '../../../body.ts'
import { PageNotFound } from '../../../errors.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type Page, type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { keepSecret, takeSecret } from '../../reveal.ts'
import { showConfirmation } from '../confirm.ts'
import { askPasswordFirst, choicesControl, type FormPage, showForm } from '../form-page.ts'
import type { Section } from '../section.ts'

/** What has a secret: a resource server or an application. */
type Secretive = {
  readonly id: string
  readonly name: string
  readonly hasSecret: boolean
  readonly hasTwoSecrets: boolean
}

type Given = {
  readonly console: Section
  readonly action: Action
  /** Where such clients are: `/admin/clients`. */
  readonly base: string
  find(deps: PageDeps, id: string): Promise<Secretive | undefined>
}

const CHOICES: Readonly<Record<Overlap, { label: string; text: string }>> = {
  none: { label: 'At once', text: 'It leaked, or nothing uses it yet.' },
  hour: { label: 'In 1 hour', text: 'You put the new one in place right away. Until then both are good.' },
  day: { label: 'In 1 day', text: 'Time to put the new one in place everywhere.' },
  week: { label: 'In 1 week', text: 'Where several teams or a slow release are in between.' },
}

export const secretPath = (base: string, id: string): string => `${base}/${id}/secret`

/** Showing a client's new secret once, rotating it, and ending the one before. */
export const secretPages = (given: Given): readonly Page[] => [
  revealPage(given),
  rotatePage(given),
  rotateForm(given),
  endPreviousPage(given),
  endPreviousForm(given),
]

async function getSecretive({ find }: Given, deps: PageDeps, id: string): Promise<Secretive> {
  const client = await find(deps, id)
  if (client === undefined || !client.hasSecret) throw new PageNotFound()
  return client
}

const revealPage = (given: Given): Page =>
  page({
    method: 'get',
    path: `${given.base}/:id/secret`,
    for: given.action,
    async handle(deps, ctx, { id = '' }) {
      const client = await getSecretive(given, deps, id)
      const secret = await takeSecret(ctx, secretPath(given.base, client.id))
      if (secret === undefined) return seeOther(ctx, `${given.base}/${client.id}`)
      deps.render(ctx, 'admin/shown-once', {
        console: given.console,
        title: `Client secret of ${client.name}`,
        lead: `It goes with the client id ${client.id}.`,
        warning: 'Keep it in a secret store and never in code.',
        label: 'Client secret',
        value: secret,
        hint: 'Both are sent as HTTP Basic authentication: the client id as the name, the secret as the password.',
        done: { href: `${given.base}/${client.id}`, label: 'Done' },
      })
    },
  })

const rotatePage = (given: Given): Page =>
  page({
    method: 'get',
    path: `${given.base}/:id/rotate`,
    for: given.action,
    async handle(deps, ctx, { id = '' }) {
      const client = await getSecretive(given, deps, id)
      if (!askPasswordFirst(ctx)) showForm(deps, ctx, describeRotation(given, client, 'day'))
    },
  })

const rotateForm = (given: Given): Page =>
  page({
    method: 'post',
    path: `${given.base}/:id/rotate`,
    for: given.action,
    async handle(deps, ctx, { id = '' }) {
      const client = await getSecretive(given, deps, id)
      const fields = formBody(ctx)
      // Nothing chosen, or nothing that is known, is what the form offers by itself.
      const overlap = OVERLAPS.find((known) => known === textOf(fields, 'overlap')) ?? 'day'
      try {
        await passPasswordGate(deps, ctx, textOf(fields, 'password'))
        const { secret } = await deps.clients.rotateSecret(ctx.state.actor, client.id, { overlap })
        seeOther(ctx, await keepSecret(ctx, secretPath(given.base, client.id), secret))
      } catch (error) {
        showForm(deps, ctx, describeRotation(given, client, overlap), getAnswerable(error))
      }
    },
  })

const describeRotation = ({ console, base }: Given, client: Secretive, overlap: Overlap): FormPage => ({
  console,
  back: { href: `${base}/${client.id}`, label: client.name },
  title: `Rotate the secret of ${client.name}`,
  lead: client.hasTwoSecrets
    ? 'You get a new secret, once, on the next page. The one that was replaced before ends now, whatever you choose.'
    : 'You get a new secret, once, on the next page.',
  action: `${base}/${client.id}/rotate`,
  submit: 'Rotate secret',
  needsPassword: true,
  controls: (errors) => [
    choicesControl(
      {
        name: 'overlap',
        legend: 'The present secret stops working',
        options: OVERLAPS.map((value) => ({ value, ...CHOICES[value] })),
        chosen: overlap,
      },
      errors,
    ),
  ],
})

const endPreviousPage = (given: Given): Page =>
  page({
    method: 'get',
    path: `${given.base}/:id/end-previous`,
    for: given.action,
    async handle(deps, ctx, { id = '' }) {
      const client = await getSecretive(given, deps, id)
      showConfirmation(deps, ctx, {
        console: given.console,
        back: { href: `${given.base}/${client.id}`, label: client.name },
        verb: 'End the previous secret of',
        name: client.name,
        lead: 'From the next request on, only the newest secret is good. This cannot be undone.',
        items: [`Whatever of ${client.name} still uses the previous secret is refused.`],
        action: `${given.base}/${client.id}/end-previous`,
        submit: 'End it now',
        cancel: 'Let it run out',
        isDanger: true,
      })
    },
  })

const endPreviousForm = (given: Given): Page =>
  page({
    method: 'post',
    path: `${given.base}/:id/end-previous`,
    for: given.action,
    async handle(deps, ctx, { id = '' }) {
      const client = await getSecretive(given, deps, id)
      await deps.clients.endPreviousSecret(ctx.state.actor, client.id)
      seeOther(ctx, `${given.base}/${client.id}?done=ended`)
    },
  })
