import type { Page } from 'playwright-core'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import type { TestServer } from '../support/server.ts'

/** The console's pages about what is not a person's: filled, by the names that findings are told with. */
export async function fillConsole(server: TestServer, member: Account): Promise<Record<string, string>> {
  const { catalogue, clients, organizations, policies } = server
  await catalogue.addModule(OPERATOR, { name: 'legacy', actions: [] })
  const { resourceServer } = await catalogue.createResourceServer(OPERATOR, {
    name: 'Tracker API',
    audience: `https://${'a-long-name-'.repeat(6)}.example.com`,
    modules: ['tracker', 'legacy'],
  })
  await clients.rotateSecret(OPERATOR, resourceServer.clientId, { overlap: 'week' })
  const about = { isPublic: false, firstParty: true, redirectUris: ['https://wiki.example.com/callback'] }
  const { client } = await clients.createApplication(OPERATOR, { name: 'Wiki', ...about })
  const gone = await clients.createApplication(OPERATOR, { name: 'Old wiki', ...about, isPublic: true })
  await clients.disable(OPERATOR, gone.client.id)
  const { id: organizationId, slug } = await organizations.create(OPERATOR, { name: 'Globex' })
  const build = await organizations.createWorkspace(OPERATOR, { organizationId, name: 'Build' })
  const place = { organizationId, workspaceId: build.id }
  await organizations.addMember(OPERATOR, { ...place, accountId: member.id, role: 'admin' })
  await organizations.createServiceAccount(OPERATOR, { organizationId, name: 'Release bot' })
  await policies.changeOrganization(OPERATOR, organizationId, { maxDays: 90 })
  const off = await organizations.create(OPERATOR, { name: 'Initech' })
  await organizations.disable(OPERATOR, off.id)
  const events = ['token.minted', 'token.leaked']
  const given = { url: `https://hooks.example.com/${'a-long-path/'.repeat(12)}`, description: 'Chat', events }
  const { webhook } = await server.webhooks.register(OPERATOR, given)
  const { id: deliveryId } = await server.webhooks.sendTest(OPERATOR, webhook.id)
  await server.webhooks.rotateSecret(OPERATOR, webhook.id, { overlap: 'week' })
  const idle = await server.webhooks.register(OPERATOR, { ...given, description: '' })
  await server.webhooks.disable(OPERATOR, idle.webhook.id)
  const hook = `/admin/webhooks/${webhook.id}`
  const [at, api, app] = [
    `/admin/organizations/${slug}`,
    `/admin/catalogue/resource-servers/${resourceServer.clientId}`,
    `/admin/clients/${client.id}`,
  ]
  return {
    'console: organizations': '/admin/organizations',
    'console: a new organization': '/admin/organizations/new',
    'console: an organization': `${at}?done=added`,
    'console: a disabled organization': '/admin/organizations/initech',
    'console: a workspace': `${at}/workspaces/build`,
    'console: add a member': `${at}/members/new`,
    'console: a member’s role': `${at}/members/${member.id}`,
    'console: disable an organization': `${at}/disable`,
    'console: an organization’s policy': `${at}/policy`,
    'console: catalogue': '/admin/catalogue',
    'console: a new module': '/admin/catalogue/new-module',
    'console: remove a module': '/admin/catalogue/modules/tracker/remove',
    'console: a resource server': api,
    'console: change a resource server': `${api}/change`,
    'console: rotate a secret': `${api}/rotate`,
    'console: clients': '/admin/clients',
    'console: a new application': '/admin/clients/new',
    'console: an application': app,
    'console: a disabled application': `/admin/clients/${gone.client.id}`,
    'console: token generation off': '/admin/generation/off',
    'console: webhooks': '/admin/webhooks',
    'console: a new webhook': '/admin/webhooks/new',
    'console: a webhook': `${hook}?done=tested`,
    'console: a disabled webhook': `/admin/webhooks/${idle.webhook.id}?state=failed`,
    'console: a delivery': `${hook}/deliveries/${deliveryId}`,
    'console: rotate a webhook’s secret': `${hook}/rotate`,
    'console: remove a webhook': `${hook}/remove`,
    'console: nothing in the audit log': '/admin/audit?actor=nobody&address=192.0.2.1',
    'console: a filter that is wrong': '/admin/audit?token=x&from=x&event=x.',
  }
}

/** Looks at the page that is open, and tells what it finds by this name. */
export type Look = (page: Page, name: string) => Promise<void>

/** What is only seen after something was done. */
export async function visitConsole(page: Page, look: Look): Promise<void> {
  await page.goto('/admin/audit')
  for (const summary of await page.locator('.log-more summary, .log-details summary').all())
    await summary.click()
  await look(page, 'console: events with their details')
  await page.goto('/admin/policy')
  await page.getByLabel('Longest lifetime, in days').fill('30')
  await page.getByRole('button', { name: 'Save policy' }).click()
  await page.getByText('Save this policy?').waitFor()
  await look(page, 'console: what a policy would end')
  await page.goto('/admin/policy')
  await page.getByLabel('Longest lifetime, in days').fill('a year')
  await page.getByRole('button', { name: 'Save policy' }).click()
  await page.waitForSelector('#maxDays-error')
  await look(page, 'console: a policy with an error')
  await page.goto('/admin/catalogue/new-resource-server')
  await page.getByRole('button', { name: 'Register' }).click()
  await page.waitForSelector('#audience-error')
  await look(page, 'console: a resource server with an error')
}
