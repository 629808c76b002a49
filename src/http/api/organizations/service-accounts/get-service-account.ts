import { operation } from '../../operation.ts'
import { organizationAccountParams } from '../enter.ts'
import {
  enterManaging,
  getServiceAccountIn,
  SERVICE_ACCOUNT_PATH,
  serviceAccountReply,
  toServiceAccountReply,
} from './service-account.ts'

export const getServiceAccount = operation({
  id: 'getServiceAccount',
  tag: 'Organizations',
  method: 'get',
  path: SERVICE_ACCOUNT_PATH,
  access: 'patmint:read',
  summary: 'Get a service account',
  description: 'For administrators of its organization.',
  params: organizationAccountParams,
  status: 200,
  reply: serviceAccountReply,
  version: (account) => account,
  errors: ['not_found', 'not_permitted', 'account_not_found'],
  async handle(services, { caller, params: { organization, accountId } }) {
    const entered = await enterManaging(services, caller, organization)
    return toServiceAccountReply(await getServiceAccountIn(services, entered, accountId))
  },
})
