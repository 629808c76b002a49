import { IsNull, MoreThan, Not } from 'typeorm'
import { deleteDue, type Executor, findRow } from '../database/index.ts'
import { isId, sha256 } from '../lib/index.ts'
import type { Account, Role } from './account.ts'
import { type AccountRow, accountEntity, passwordLinkEntity, setupLinkEntity } from './account-entity.ts'

/** Any constant will do: it makes "is there an admin?" and what follows from it one step for all nodes. */
const ADMINISTRATORS_LOCK = 7_265_646_423

export function accountStore(tx: Executor) {
  const accounts = tx.getRepository(accountEntity)
  const links = tx.getRepository(setupLinkEntity)
  const passwordLinks = tx.getRepository(passwordLinkEntity)
  /** Who could let others back in: not those who were invited and have not come yet. */
  const ADMINISTRATORS = { role: 'admin', disabledAt: IsNull(), passwordHash: Not(IsNull()) } as const
  return {
    insert: async (row: AccountRow): Promise<void> => void (await accounts.insert(row)),

    find: async (id: string): Promise<Account | undefined> =>
      isId(id) ? await findRow(tx, accountEntity, 'id', id) : undefined,

    findByEmail: async (email: string): Promise<Account | undefined> =>
      (await accounts.findOneBy({ email })) ?? undefined,

    list: (): Promise<Account[]> => accounts.find({ order: { email: 'asc' } }),

    /** The password's hash beside the account; the only read that fetches it. */
    async findWithPassword(by: { id: string } | { email: string }): Promise<AccountRow | undefined> {
      const query = accounts.createQueryBuilder('account').addSelect('account.passwordHash').where(by)
      return (await query.getOne()) ?? undefined
    },

    hasPassword: (id: string): Promise<boolean> => accounts.existsBy({ id, passwordHash: Not(IsNull()) }),

    /** Links that were given out for another one are dead with it. */
    async setPassword(id: string, passwordHash: string, passwordChangedAt: Date): Promise<void> {
      await accounts.update({ id }, { passwordHash, passwordChangedAt })
      await passwordLinks.delete({ accountId: id })
    },

    /** Same password, better parameters. Not where it was changed meanwhile. */
    replaceHash: async (id: string, from: string, to: string): Promise<void> =>
      void (await accounts.update({ id, passwordHash: from }, { passwordHash: to })),

    hasAdmin: (): Promise<boolean> => accounts.existsBy(ADMINISTRATORS),

    hasOtherAdmin: (id: string): Promise<boolean> => accounts.existsBy({ ...ADMINISTRATORS, id: Not(id) }),

    setRole: async (id: string, role: Role): Promise<void> => void (await accounts.update({ id }, { role })),

    /** In the transaction that takes or gives a role, so that no session has it for a moment. @returns how many ended */
    async endSessions(accountId: string): Promise<number> {
      const query =
        'with ended as (delete from session where account_id = $1 returning 1) select count(*)::int from ended'
      const [row]: { count: number }[] = await tx.query(query, [accountId])
      return row?.count ?? 0
    },

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

    /** Links that were made before are dead. */
    async replacePasswordLinks(accountId: string, key: string, at: Date, expiresAt: Date): Promise<void> {
      await passwordLinks.delete({ accountId })
      await passwordLinks.insert({ secretHash: sha256(key), accountId, createdAt: at, expiresAt })
    },

    deletePasswordLinks: async (accountId: string): Promise<void> =>
      void (await passwordLinks.delete({ accountId })),

    /** Whose it is, while it lives. */
    async findPasswordLink(key: string, at: Date): Promise<string | undefined> {
      const link = await passwordLinks.findOneBy({ secretHash: sha256(key), expiresAt: MoreThan(at) })
      return link?.accountId
    },

    /** True for one of those who use it at once. */
    takePasswordLink: async (key: string, at: Date): Promise<boolean> =>
      (await passwordLinks.delete({ secretHash: sha256(key), expiresAt: MoreThan(at) })).affected === 1,

    deleteExpiredPasswordLinks: (at: Date): Promise<void> =>
      deleteDue(tx, 'password_link', 'expires_at <= $1', [at]),
  }
}
