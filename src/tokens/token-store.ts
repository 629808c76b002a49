import type { Account } from '../accounts/index.ts'
import { type Actor, nameActor } from '../audit/index.ts'
import { ask, type Executor, insertRows, ofAnyNumber } from '../database/index.ts'
import { isId, sha256 } from '../lib/index.ts'
import { hintOf } from './format.ts'
import { isLive } from './token-columns.ts'
import { type TokenRow, tokenEntity } from './token-entity.ts'

/** The account that a token is minted for or by. */
export type TokenAccount = Pick<
  Account,
  'id' | 'kind' | 'email' | 'name' | 'role' | 'organizationId' | 'disabledAt'
>

const ACCOUNT = `select id, kind, email, name, role, organization_id as "organizationId", disabled_at as "disabledAt" from account`
const LOCK_ACCOUNTS = `${ACCOUNT} where id = any(${ofAnyNumber('$1', 'uuid')}) order by id for no key update`

/** Whose end has come is not about to end. */
const TOLD = {
  expiring: 'expiring_told_at = $2',
  expired: 'expired_told_at = $2, expiring_told_at = coalesce(expiring_told_at, $2)',
} as const

/** Writes, and the small reads that go with them. What people see of tokens comes through `read-tokens.ts`. */
export function tokenStore(tx: Executor) {
  const tokens = tx.getRepository(tokenEntity)
  return {
    insert: (rows: readonly TokenRow[]): Promise<void> => insertRows(tx, tokenEntity, rows),

    /**
     * Locked to the end of the transaction: of two that mint or rotate for one account at once, one waits. In the order of
     * their ids, so that nobody waits in a circle; and not against those that only write something of the account's.
     */
    lockAccounts: (ids: readonly string[]): Promise<TokenAccount[]> =>
      ask(tx, { name: 'lock-accounts', text: LOCK_ACCOUNTS, values: [ids.filter(isId)] }),

    async findAccount(id: string): Promise<TokenAccount | undefined> {
      const rows: TokenAccount[] = await tx.query(`${ACCOUNT} where id = $1`, [id])
      return rows[0]
    },

    /** The organizations that an account is in, whose policies hold for its personal tokens. */
    async listOrganizationIds(accountId: string): Promise<string[]> {
      const rows: { id: string }[] = await tx.query(
        'select organization_id as id from organization_membership where account_id = $1',
        [accountId],
      )
      return rows.map(({ id }) => id)
    },

    /** Locked to the end of the transaction: two that change one token at once take turns. */
    lock: async (id: string): Promise<void> =>
      void (await tx.query('select from personal_access_token where id = $1 for update', [id])),

    async findIdByFormKey(hash: Buffer): Promise<string | undefined> {
      const row = await tokens.findOne({ select: { id: true }, where: { formKeyHash: hash } })
      return row?.id
    },

    /** Those that a policy has ended are among them. */
    async countUnended(accountId: string, now: Date): Promise<number> {
      const rows: { count: number }[] = await tx.query(
        `select count(*)::int as count from personal_access_token t where t.account_id = $1 and ${isLive('$2')}`,
        [accountId, now],
      )
      return rows[0]?.count ?? 0
    },

    /** Only while nobody has seen the one before. */
    async replaceUnseenSecret(id: string, secret: string): Promise<boolean> {
      const query = tokens.createQueryBuilder().update()
      const to = { secretHash: sha256(secret), hint: hintOf(secret) }
      const { affected } = await query.set(to).where('id = :id and secret_shown_at is null', { id }).execute()
      return affected === 1
    },

    /** True the first time, for the secret that is current. */
    async markShown(id: string, secret: string, at: Date): Promise<boolean> {
      const where = 'id = :id and secret_hash = :hash and secret_shown_at is null'
      const query = tokens.createQueryBuilder().update().set({ secretShownAt: at })
      return (await query.where(where, { id, hash: sha256(secret) }).execute()).affected === 1
    },

    change: async (
      id: string,
      to: Partial<Pick<TokenRow, 'name' | 'description' | 'scopes' | 'networks' | 'resourceServers'>>,
    ): Promise<void> => void (await tokens.update({ id }, to)),

    setRateLimit: async (id: string, rateLimit: number | null): Promise<void> =>
      void (await tokens.update({ id }, { rateLimit })),

    giveTo: async (id: string, accountId: string, adoptedAt: Date): Promise<void> =>
      void (await tokens.update({ id }, { accountId, adoptedAt })),

    retire: async (
      id: string,
      to: Pick<TokenRow, 'retiresAt' | 'retiresOnFirstUse' | 'retired'>,
    ): Promise<void> => void (await tokens.update({ id }, to)),

    /** False where it was revoked already, by anyone. */
    async markRevoked(id: string, at: Date, by: Actor, reason: string): Promise<boolean> {
      const query = tokens.createQueryBuilder().update()
      const to = { revokedAt: at, revokedBy: nameActor(by), revokeReason: reason }
      return (await query.set(to).where('id = :id and revoked_at is null', { id }).execute()).affected === 1
    },

    /**
     * That the end of these tokens is told. Whoever else does so at this moment tells the rest; the end of one that is just
     * being changed is told the next time. @returns those that nobody had told before
     */
    async markTold(about: 'expiring' | 'expired', ids: readonly string[], at: Date): Promise<string[]> {
      const column = `${about}_told_at`
      const rows: { id: string }[] = await tx.query(
        `with untold as (
           select id from personal_access_token
            where id = any($1::uuid[]) and ${column} is null and revoked_at is null
            order by id for update skip locked),
         told as (
           update personal_access_token t set ${TOLD[about]} from untold where t.id = untold.id returning t.id)
         select id from told`,
        [ids, at],
      )
      return rows.map(({ id }) => id)
    },

    /**
     * One statement: the successor's first use is noted, and the end of its predecessor with it; also of older ones that
     * waited for a token which was itself replaced before anybody used it.
     */
    recordFirstUse: async (id: string, at: Date): Promise<void> =>
      void (await tx.query(
        `with recursive used as (
           update personal_access_token set first_used_at = $2
            where id = $1 and first_used_at is null returning rotated_from),
         older (id, rotated_from) as (
           select t.id, t.rotated_from from personal_access_token t join used on t.id = used.rotated_from
           union all
           select t.id, t.rotated_from from personal_access_token t join older on t.id = older.rotated_from)
         update personal_access_token set retires_at = $2, retired = true
          where id in (select id from older) and retires_on_first_use and retires_at is null`,
        [id, at],
      )),
  }
}
