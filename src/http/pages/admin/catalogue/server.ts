import type { ResourceServer } from '../../../../catalogue/index.ts'
import { PageNotFound } from '../../../errors.ts'
import type { Notice } from '../../form.ts'
import { toMoment } from '../../moments.ts'
import { type PageDeps, page, queryText } from '../../page.ts'
import { secretPages } from '../clients/secret-pages.ts'
import { moduleHref, SERVERS, serverHref } from './hrefs.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  changed: { tone: 'good', text: 'It is changed. That holds from the next introspection on.' },
  ended: { tone: 'good', text: 'Only the newest secret is good now.' },
  disabled: { tone: 'good', text: 'It is disabled. Its requests are refused.' },
  enabled: { tone: 'good', text: 'It is enabled, with the secret that it had.' },
}

/** @throws {PageNotFound} */
export async function getServer({ catalogue }: PageDeps, clientId: string): Promise<ResourceServer> {
  const server = await catalogue.findResourceServer(clientId)
  if (server === undefined) throw new PageNotFound()
  return server
}

export const serverPage = page({
  method: 'get',
  path: `${SERVERS}/:id`,
  for: 'console.see',
  async handle(deps, ctx, { id = '' }) {
    const server = await getServer(deps, id)
    const now = deps.clock()
    const ends = server.previousSecretEndsAt
    const created = toMoment(server.createdAt, now)
    deps.render(ctx, 'admin/resource-server', {
      notice: DONE[queryText(ctx, 'done')],
      href: serverHref(server.clientId),
      name: server.name,
      clientId: server.clientId,
      audience: server.audience,
      modules: server.modules.map(({ name, title }) => ({ title, name, href: moduleHref(name) })),
      created,
      disabled: server.disabledAt === null ? undefined : toMoment(server.disabledAt, now),
      previousSecret: ends !== null && now < ends ? toMoment(ends, now) : undefined,
      introspection: `curl -u '${server.clientId}:<client secret>' ${deps.config.issuer}/introspect -d token=<token>`,
    })
  },
})

export const serverSecretPages = secretPages({
  console: 'catalogue',
  action: 'catalogue.change',
  base: SERVERS,
  async find({ catalogue, clock }, id) {
    const server = await catalogue.findResourceServer(id)
    if (server === undefined) return undefined
    const { clientId, name, previousSecretEndsAt: ends } = server
    return { id: clientId, name, hasSecret: true, hasTwoSecrets: ends !== null && clock() < ends }
  },
})
