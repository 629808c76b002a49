import { operation } from '../../operation.ts'
import { organizationAccountParams } from '../enter.ts'
import {
  enterManaging,
  getServiceAccountIn,
  SERVICE_ACCOUNT_PATH,
  serviceAccountReply,
  toServiceAccountReply,
} from './service-account.ts'

const switchServiceAccount = (verb: 'disable' | 'enable', about: { summary: string; description: string }) =>
  operation({
    id: `${verb}ServiceAccount`,
    tag: 'Organizations',
    method: 'post',
    path: `${SERVICE_ACCOUNT_PATH}/${verb}`,
    access: 'patmint:write',
    ...about,
    params: organizationAccountParams,
    status: 200,
    reply: serviceAccountReply,
    errors: ['not_found', 'not_permitted', 'account_not_found'],
    async handle(services, { caller, actor, params: { organization, accountId } }) {
      const entered = await enterManaging(services, caller, organization)
      await getServiceAccountIn(services, entered, accountId)
      await services.accounts[verb](actor, accountId)
      return toServiceAccountReply(await getServiceAccountIn(services, entered, accountId))
    },
  })

export const disableServiceAccount = switchServiceAccount('disable', {
  summary: 'Disable a service account',
  description: 'Its tokens are inactive from the next request on. Disabling it twice is no error.',
})

export const enableServiceAccount = switchServiceAccount('enable', {
  summary: 'Enable a service account',
  description: 'Its tokens that have not ended work again. Enabling it twice is no error.',
})
