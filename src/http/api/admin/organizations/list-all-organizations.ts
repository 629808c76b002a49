import { z } from 'zod'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { cappedCount } from '../../schemas/common.ts'
import { organizationReply, toOrganizationReply } from '../../schemas/organization.ts'
import { adminOperation } from '../admin-operation.ts'
import { ALL_ORGANIZATIONS_PATH } from './find-place.ts'

const listedReply = organizationReply
  .extend({ members: cappedCount, workspaces: cappedCount, serviceAccounts: cappedCount })
  .meta({ id: 'ListedOrganization' })

export const listAllOrganizations = adminOperation('console.see', {
  id: 'listAllOrganizations',
  tag: 'All organizations',
  method: 'get',
  path: ALL_ORGANIZATIONS_PATH,
  summary: 'List all organizations',
  description: 'Every organization of the server, by slug, and how much is in it.',
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(listedReply),
  async handle({ organizations }, { query }) {
    const page = { after: readCursor(query), limit: query.limit }
    const { items, next } = await organizations.search(page)
    const listed = items.map((organization) => ({
      ...toOrganizationReply(organization),
      members: organization.members,
      workspaces: organization.workspaces,
      serviceAccounts: organization.serviceAccounts,
    }))
    return toPage(listed, next)
  },
})
