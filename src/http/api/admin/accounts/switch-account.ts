import { accountReply, toAccountReply } from '../../schemas/account.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNT_PATH, accountParams, getListedAccount } from './find-account.ts'

const switchAccount = (verb: 'disable' | 'enable', about: { summary: string; description: string }) =>
  adminOperation('account.switch', {
    id: `${verb}Account`,
    tag: 'Accounts',
    method: 'post',
    path: `${ACCOUNT_PATH}/${verb}`,
    ...about,
    params: accountParams,
    status: 200,
    reply: accountReply,
    errors: ['account_not_found', ...(verb === 'disable' ? (['last_administrator'] as const) : [])],
    async handle(services, { actor, params: { accountId } }) {
      await services.accounts[verb](actor, accountId)
      return toAccountReply(await getListedAccount(services, accountId))
    },
  })

export const disableAccount = switchAccount('disable', {
  summary: 'Disable an account',
  description:
    'From the next request on its tokens are inactive, its sessions void, and nobody signs in to it. Nothing is deleted. ' +
    'Disabling it twice is no error.',
})

export const enableAccount = switchAccount('enable', {
  summary: 'Enable an account',
  description: 'What has not ended by itself works again. Enabling it twice is no error.',
})
