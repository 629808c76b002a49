import { hasTwoSecrets } from '../../../../clients/index.ts'
import type { Notice } from '../../form.ts'
import { toMoment } from '../../moments.ts'
import { page, queryText } from '../../page.ts'
import { getApplication } from './find.ts'
import { CLIENTS, clientHref } from './hrefs.ts'
import { secretPages } from './secret-pages.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  registered: {
    tone: 'good',
    text: 'The application is registered. It has no secret: it proves itself by PKCE.',
  },
  changed: { tone: 'good', text: 'The application is changed.' },
  ended: { tone: 'good', text: 'Only the newest secret is good now.' },
  disabled: { tone: 'good', text: 'The application is disabled. Nobody can sign in to it.' },
  enabled: { tone: 'good', text: 'The application is enabled.' },
}

export const clientPage = page({
  method: 'get',
  path: `${CLIENTS}/:id`,
  for: 'console.see',
  async handle(deps, ctx, { id = '' }) {
    const client = await getApplication(deps, id)
    const now = deps.clock()
    const ends = client.previousSecretEndsAt
    deps.render(ctx, 'admin/client', {
      notice: DONE[queryText(ctx, 'done')],
      href: clientHref(client.id),
      name: client.name,
      id: client.id,
      hasSecret: client.secretHash !== null,
      isFirstParty: client.firstParty,
      redirectUris: client.redirectUris,
      created: toMoment(client.createdAt, now),
      disabled: client.disabledAt === null ? undefined : toMoment(client.disabledAt, now),
      previousSecret: ends !== null && hasTwoSecrets(client, now) ? toMoment(ends, now) : undefined,
      discovery: `${deps.config.issuer}/.well-known/openid-configuration`,
    })
  },
})

export const clientSecretPages = secretPages({
  console: 'clients',
  action: 'client.change',
  base: CLIENTS,
  async find(deps, id) {
    const client = await deps.clients.findApplication(id)
    return (
      client && {
        id: client.id,
        name: client.name,
        hasSecret: client.secretHash !== null,
        hasTwoSecrets: hasTwoSecrets(client, deps.clock()),
      }
    )
  },
})
