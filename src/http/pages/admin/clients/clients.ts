import type { Client } from '../../../../clients/index.ts'
import type { Notice } from '../../form.ts'
import { toMoment } from '../../moments.ts'
import { page, queryText } from '../../page.ts'
import { clientHref } from './hrefs.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  off: { tone: 'good', text: 'Token generation is off. Tokens that exist keep working.' },
  on: { tone: 'good', text: 'Token generation is on again.' },
}

/** The applications that people sign in to with their account here, and the switch of token generation. */
export const clientsPage = page({
  method: 'get',
  path: '/admin/clients',
  for: 'console.see',
  async handle({ clients, clock, render }, ctx) {
    const now = clock()
    const applications = await clients.listApplications()
    render(ctx, 'admin/clients', {
      notice: DONE[queryText(ctx, 'done')],
      isMintingOn: await clients.isMintingOn(),
      clients: applications.map((client) => viewClient(client, now)),
    })
  },
})

const viewClient = (client: Client, now: Date) => ({
  href: clientHref(client.id),
  name: client.name,
  id: client.id,
  isPublic: client.authMethod === 'none',
  isFirstParty: client.firstParty,
  isDisabled: client.disabledAt !== null,
  redirectUris: client.redirectUris,
  created: toMoment(client.createdAt, now),
})
