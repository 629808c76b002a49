import type { Command } from 'commander'
import type { Services } from '../assemble.ts'
import type { AuditFilter } from '../audit/index.ts'
import { getAccount } from './find-account.ts'
import { getOrganization } from './find-organization.ts'
import { parseMoment } from './shell.ts'

/** What an operator names an event's parts by: addresses and slugs, and not their ids. */
export type AuditOptions = Pick<AuditFilter, 'name' | 'actor' | 'from' | 'to' | 'address'> & {
  readonly account?: string
  readonly token?: string
  readonly client?: string
  readonly organization?: string
}

export const addAuditOptions = (command: Command): Command =>
  command
    .option('--name <event>', 'an event such as token.minted, or a group such as token.')
    .option('--actor <who>', 'an e-mail address, an account’s or client’s id, or a kind such as operator')
    .option('--account <email>', 'whose account it concerns')
    .option('--token <token-id>', 'which token it concerns')
    .option('--client <client-id>', 'which client it concerns')
    .option('--organization <slug>', 'in which organization')
    .option('--from <date>', 'from then on', parseMoment)
    .option('--to <date>', 'before then', parseMoment)
    .option('--address <address>', 'from which address')

/** @throws {AccountNotFound | OrganizationUnknown} */
export async function toAuditFilter(
  { accounts, organizations }: Services,
  options: AuditOptions,
): Promise<AuditFilter> {
  const { account, token, client, organization } = options
  const accountId = account === undefined ? undefined : (await getAccount(accounts, account)).id
  const organizationId =
    organization === undefined ? undefined : (await getOrganization(organizations, organization)).id
  const { name, actor, from, to, address } = options
  const all = { name, actor, from, to, address, accountId, organizationId, tokenId: token, clientId: client }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
