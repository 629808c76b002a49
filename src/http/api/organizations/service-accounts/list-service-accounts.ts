import { z } from 'zod'
import { operation } from '../../operation.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { organizationParams } from '../enter.ts'
import {
  enterManaging,
  SERVICE_ACCOUNTS_PATH,
  serviceAccountReply,
  toServiceAccountReply,
} from './service-account.ts'

export const listServiceAccounts = operation({
  id: 'listServiceAccounts',
  tag: 'Organizations',
  method: 'get',
  path: SERVICE_ACCOUNTS_PATH,
  access: 'patmint:read',
  summary: 'List the service accounts of an organization',
  description: 'By address. For administrators of the organization.',
  params: organizationParams,
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(serviceAccountReply),
  errors: ['not_found', 'not_permitted'],
  async handle(services, { caller, params, query }) {
    const { organization } = await enterManaging(services, caller, params.organization)
    const page = { after: readCursor(query), limit: query.limit }
    const { items, next } = await services.organizations.listServiceAccountPage(organization.id, page)
    return toPage(items.map(toServiceAccountReply), next)
  },
})
