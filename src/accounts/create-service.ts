import { type Actor, record } from '../audit/index.ts'
import { type Executor, isUniqueViolation } from '../database/index.ts'
import type { Account } from './account.ts'
import { accountStore } from './account-store.ts'
import { newAccount, parseName } from './create.ts'
import type { AccountDeps } from './deps.ts'
import { ServiceAccountTaken } from './errors.ts'
import { serviceAddress } from './service-address.ts'

export type NewServiceAccount = {
  readonly organization: { readonly id: string; readonly slug: string }
  /** Checked by the caller, who knows what slugs are. */
  readonly slug: string
  readonly name: string
}

/**
 * An account for a CI job or an agent, in the transaction of the organization that it belongs to. It has no password,
 * signs in nowhere, and is never an administrator.
 * @throws {InvalidName | ServiceAccountTaken}
 */
export async function insertServiceAccount(
  tx: Executor,
  { clock }: Pick<AccountDeps, 'clock'>,
  by: Actor,
  { organization, slug, name }: NewServiceAccount,
): Promise<Account> {
  const organizationId = organization.id
  const email = serviceAddress(slug, organization.slug)
  const given = { kind: 'service', organizationId, email, name: parseName(name), role: 'member' } as const
  const account = newAccount(given, clock())
  try {
    await accountStore(tx).insert({ ...account, passwordHash: null })
  } catch (error) {
    if (isUniqueViolation(error, 'account_email_key')) throw new ServiceAccountTaken({ email })
    throw error
  }
  const data = { email, kind: account.kind, role: account.role }
  const { id: accountId, createdAt } = account
  await record(tx, createdAt, { name: 'account.created', by, accountId, organizationId, data })
  return account
}
