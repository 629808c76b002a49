import { OPERATOR } from '../../src/audit/index.ts'
import type { Organization, Workspace } from '../../src/organizations/index.ts'
import type { Browser } from '../support/browser.ts'
import type { TestServer } from '../support/server.ts'
import { hidden, type Session, signedIn } from './html.ts'

export type Acme = {
  readonly acme: Organization
  readonly build: Workspace
  /** Administrator of the organization. */
  readonly ada: Session
  /** Administrator of the workspace, member of the organization. */
  readonly grace: Session
  /** Member of both. */
  readonly linus: Session
  /** In no organization. */
  readonly eve: Session
}

/** An organization with a workspace, and somebody of every standing. */
export async function foundAcme(server: TestServer): Promise<Acme> {
  const { organizations } = server
  const acme = await organizations.create(OPERATOR, { name: 'Acme' })
  const build = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Build' })
  const [ada, grace, linus, eve] = await Promise.all(
    ['ada', 'grace', 'linus', 'eve'].map((name) => signedIn(server, name)),
  )
  if (!ada || !grace || !linus || !eve) throw new Error('all of them signed in')
  const add = (accountId: string, role: 'member' | 'admin', workspaceId?: string) =>
    organizations.addMember(OPERATOR, { organizationId: acme.id, workspaceId, accountId, role })
  await add(ada.accountId, 'admin')
  await add(grace.accountId, 'admin', build.id)
  await add(linus.accountId, 'member', build.id)
  return { acme, build, ada, grace, linus, eve }
}

/** Sends a form of a page as it is, with these fields. */
export async function sendForm(
  browser: Browser,
  page: string,
  action: string,
  fields: Record<string, string>,
): Promise<Response> {
  const html = await (await browser.get(page)).text()
  return await browser.post(action, { form_token: hidden(html, 'form_token'), ...fields })
}

export const read = async (browser: Browser, path: string): Promise<string> =>
  await (await browser.get(path)).text()
