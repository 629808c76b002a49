import { operation } from '../../operation.ts'
import { newPlace } from '../../schemas/organization.ts'
import { organizationParams } from '../enter.ts'
import {
  enterManaging,
  getServiceAccountIn,
  SERVICE_ACCOUNTS_PATH,
  serviceAccountReply,
  toServiceAccountReply,
} from './service-account.ts'

export const createServiceAccount = operation({
  id: 'createServiceAccount',
  tag: 'Organizations',
  method: 'post',
  path: SERVICE_ACCOUNTS_PATH,
  access: 'patmint:write',
  summary: 'Create a service account',
  description:
    'An account for a CI job or an agent: it holds tokens and signs in nowhere. The slug stands before the @ of its address.',
  params: organizationParams,
  body: newPlace,
  status: 201,
  reply: serviceAccountReply,
  location: ({ organizationId, id }: { organizationId: string; id: string }) =>
    `/api/v1/organizations/${organizationId}/service-accounts/${id}`,
  errors: ['not_found', 'not_permitted', 'name_invalid', 'slug_invalid', 'service_account_taken'],
  async handle(services, { caller, actor, params, body }) {
    const entered = await enterManaging(services, caller, params.organization)
    const { organizationId } = entered.ids
    const { id } = await services.organizations.createServiceAccount(actor, { ...body, organizationId })
    return toServiceAccountReply(await getServiceAccountIn(services, entered, id))
  },
})
