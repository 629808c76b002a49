import { INTERNAL_CLIENT_ID } from '../../../../clients/index.ts'
import { page, seeOther } from '../../page.ts'
import { showConfirmation } from '../confirm.ts'
import { CLIENTS } from './hrefs.ts'

/** The kill switch: Patmint's own client, to which every personal access token is issued. */
export const generationOffPage = page({
  method: 'get',
  path: '/admin/generation/off',
  for: 'generation.switch',
  async handle(deps, ctx) {
    showConfirmation(deps, ctx, {
      console: 'clients',
      back: { href: CLIENTS, label: 'OAuth clients' },
      verb: 'Switch off',
      name: 'token generation',
      lead: 'It holds from the next request on, for everybody, and can be undone.',
      items: [
        'Nobody can generate, rotate or issue a token, administrators included.',
        'Tokens that exist keep working, and can be revoked.',
        'Signing in and applications are not concerned.',
      ],
      action: '/admin/generation/off',
      submit: 'Switch off',
      cancel: 'Leave it on',
      isDanger: true,
    })
  },
})

export const generationOffForm = page({
  method: 'post',
  path: '/admin/generation/off',
  for: 'generation.switch',
  async handle({ clients }, ctx) {
    await clients.disable(ctx.state.actor, INTERNAL_CLIENT_ID)
    seeOther(ctx, `${CLIENTS}?done=off`)
  },
})

export const generationOnForm = page({
  method: 'post',
  path: '/admin/generation/on',
  for: 'generation.switch',
  async handle({ clients }, ctx) {
    await clients.enable(ctx.state.actor, INTERNAL_CLIENT_ID)
    seeOther(ctx, `${CLIENTS}?done=on`)
  },
})
