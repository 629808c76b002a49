import { IsNull, MoreThan } from 'typeorm'
import type { Executor } from '../database/index.ts'
import { sha256 } from '../lib/index.ts'
import type { Account } from './account.ts'
import { type AccountRow, accountEntity, setupLinkEntity } from './account-entity.ts'

/** Any constant will do: it makes "is there an admin?" and what follows from it one step for all nodes. */
const ADMINISTRATORS_LOCK = 7_265_646_422

export function accountStore(tx: Executor) {
  const accounts = tx.getRepository(accountEntity)
  const links = tx.getRepository(setupLinkEntity)
  return {
    insert: async (row: AccountRow): Promise<void> => void (await accounts.insert(row)),

    find: async (id: string): Promise<Account | undefined> => (await accounts.findOneBy({ id })) ?? undefined,

    findByEmail: async (email: string): Promise<Account | undefined> =>
      (await accounts.findOneBy({ email })) ?? undefined,

    list: (): Promise<Account[]> => accounts.find({ order: { email: 'asc' } }),

    /** The password's hash beside the account; the only read that fetches it. */
    async findWithPassword(by: { id: string } | { email: string }): Promise<AccountRow | undefined> {
      const query = accounts.createQueryBuilder('account').addSelect('account.passwordHash').where(by)
      return (await query.getOne()) ?? undefined
    },

    setPassword: async (id: string, passwordHash: string, passwordChangedAt: Date): Promise<void> =>
      void (await accounts.update({ id }, { passwordHash, passwordChangedAt })),

    /** Same password, better parameters. Not where it was changed meanwhile. */
    replaceHash: async (id: string, from: string, to: string): Promise<void> =>
      void (await accounts.update({ id, passwordHash: from }, { passwordHash: to })),

    hasAdmin: (): Promise<boolean> => accounts.existsBy({ role: 'admin', disabledAt: IsNull() }),

    countAdmins: (): Promise<number> => accounts.countBy({ role: 'admin', disabledAt: IsNull() }),

    setDisabledAt: async (id: string, disabledAt: Date | null): Promise<void> =>
      void (await accounts.update({ id }, { disabledAt })),

    /** Held to the end of the transaction. */
    lockAdministrators: async (): Promise<void> =>
      void (await tx.query('select pg_advisory_xact_lock($1)', [ADMINISTRATORS_LOCK])),

    insertSetupLink: async (key: string, expiresAt: Date): Promise<void> =>
      void (await links.insert({ secretHash: sha256(key), expiresAt })),

    isSetupLinkAlive: (key: string, at: Date): Promise<boolean> =>
      links.existsBy({ secretHash: sha256(key), expiresAt: MoreThan(at) }),

    deleteSetupLinks: async (): Promise<void> => void (await links.deleteAll()),
  }
}
