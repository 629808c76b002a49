import { z } from 'zod'
import { AccountNotFound, type ListedAccount } from '../../../../accounts/index.ts'
import type { Services } from '../../../../assemble.ts'
import type { Caller } from '../../caller.ts'
import { cappedCount, id, time, toTime, toTimeOrNull } from '../../schemas/common.ts'
import { type Entered, enter, ORGANIZATION_PATH } from '../enter.ts'

export const SERVICE_ACCOUNTS_PATH = `${ORGANIZATION_PATH}/service-accounts`
export const SERVICE_ACCOUNT_PATH = `${SERVICE_ACCOUNTS_PATH}/{accountId}`

export const serviceAccountReply = z
  .object({
    id,
    organizationId: id.nullable(),
    email: z.string().meta({
      description: 'A name only: no mail ever gets there.',
      examples: ['deploy@acme.service.internal'],
    }),
    name: z.string().meta({ examples: ['Deploy'] }),
    activeTokens: cappedCount,
    createdAt: time,
    disabledAt: time.nullable().meta({ description: 'Since when its tokens are inactive.' }),
  })
  .meta({ id: 'ServiceAccount' })

type Shown = Pick<
  ListedAccount,
  'id' | 'organizationId' | 'email' | 'name' | 'activeTokens' | 'createdAt' | 'disabledAt'
>

export const toServiceAccountReply = (account: Shown): z.input<typeof serviceAccountReply> => ({
  id: account.id,
  organizationId: account.organizationId,
  email: account.email,
  name: account.name,
  activeTokens: account.activeTokens,
  createdAt: toTime(account.createdAt),
  disabledAt: toTimeOrNull(account.disabledAt),
})

/** An organization whose service accounts the caller manages. @throws {PageNotFound | NotThere | NotPermitted} */
export async function enterManaging(
  services: Services,
  caller: Caller,
  organization: string,
): Promise<Entered> {
  const entered = await enter(services, caller, { organization })
  entered.require('organization.manage_service_accounts')
  return entered
}

/** Only a service account of this organization: a person, or another's, is not there (U13). @throws {AccountNotFound} */
export async function getServiceAccountIn(
  { accounts }: Pick<Services, 'accounts'>,
  { ids }: Entered,
  accountId: string,
): Promise<ListedAccount> {
  const account = await accounts.findListed(accountId)
  if (account?.kind !== 'service' || account.organizationId !== ids.organizationId)
    throw new AccountNotFound({ accountId: accountId.slice(0, 100) })
  return account
}
