import type { ListedModule, ResourceServer } from '../../../../catalogue/index.ts'
import { isBareScope, OWN_MODULE, scopesOf } from '../../../../scopes/index.ts'
import type { Notice } from '../../form.ts'
import { page, queryText } from '../../page.ts'
import { moduleHref, serverHref } from './hrefs.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  added: { tone: 'good', text: 'It is in the catalogue. People can choose it from now on.' },
  changed: { tone: 'good', text: 'The module is changed. That holds from the next introspection on.' },
  removed: { tone: 'good', text: 'The module is removed. Tokens have lost its scopes.' },
}

/** What APIs there are, and what can be granted for them. */
export const cataloguePage = page({
  method: 'get',
  path: '/admin/catalogue',
  for: 'console.see',
  async handle({ catalogue, clock, render }, ctx) {
    const [modules, servers] = await Promise.all([catalogue.listModules(), catalogue.listResourceServers()])
    const now = clock()
    render(ctx, 'admin/catalogue', {
      notice: DONE[queryText(ctx, 'done')],
      servers: servers.map((server) => viewServer(server, now)),
      modules: modules.map(viewModule),
    })
  },
})

const viewServer = (server: ResourceServer, now: Date) => ({
  href: serverHref(server.clientId),
  name: server.name,
  audience: server.audience,
  modules: server.modules.map(({ name, title }) => ({ name, title })),
  isDisabled: server.disabledAt !== null,
  hasTwoSecrets: server.previousSecretEndsAt !== null && now < server.previousSecretEndsAt,
})

const viewModule = (module: ListedModule) => ({
  /** Patmint's own cannot be changed. */
  href: module.name === OWN_MODULE.name ? undefined : moduleHref(module.name),
  name: module.name,
  title: module.title,
  description: module.description,
  isBare: isBareScope(module),
  scopes: scopesOf(module),
  servers: module.resourceServers,
})
