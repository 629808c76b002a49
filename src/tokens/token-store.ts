import type { Account } from '../accounts/index.ts'
import { type Actor, labelActor, nameActor } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { sha256 } from '../lib/index.ts'
import { hintOf } from './format.ts'
import type { Token } from './token.ts'
import { type TokenRow, tokenEntity } from './token-entity.ts'

export function tokenStore(tx: Executor) {
  const tokens = tx.getRepository(tokenEntity)
  return {
    insert: async (row: TokenRow): Promise<void> => void (await tokens.insert(row)),

    /** Locked to the end of the transaction: of two that mint or rotate for one account at once, one waits. */
    async lockAccount(id: string): Promise<Pick<Account, 'id' | 'role' | 'disabledAt'> | undefined> {
      const query = 'select id, role, disabled_at as "disabledAt" from account where id = $1 for update'
      const rows: Pick<Account, 'id' | 'role' | 'disabledAt'>[] = await tx.query(query, [id])
      return rows[0]
    },

    find: async (id: string): Promise<Token | undefined> => (await select(tx, 't.id = $1', [id]))[0],

    findByFormKey: async (hash: Buffer): Promise<Token | undefined> =>
      (await select(tx, 't.form_key_hash = $1', [hash]))[0],

    list: (accountId: string): Promise<Token[]> => select(tx, 't.account_id = $1', [accountId]),

    /** For operators: everybody's, the newest first. */
    listAll: (limit: number): Promise<Token[]> =>
      select(tx, 'true', [], `order by t.created_at desc limit ${limit}`),

    async countActive(accountId: string, now: Date): Promise<number> {
      const rows: { count: number }[] = await tx.query(
        `select count(*)::int as count from personal_access_token
          where account_id = $1 and revoked_at is null
            and (expires_at is null or expires_at > $2) and (retires_at is null or retires_at > $2)`,
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

    retire: async (id: string, to: { retiresAt: Date | null; retiresOnFirstUse: boolean }): Promise<void> =>
      void (await tokens.update({ id }, to)),

    /** False where it was revoked already, by anyone. */
    async markRevoked(id: string, at: Date, by: Actor, reason: string): Promise<boolean> {
      const query = tokens.createQueryBuilder().update()
      const to = { revokedAt: at, revokedBy: nameActor(by), revokeReason: reason }
      return (await query.set(to).where('id = :id and revoked_at is null', { id }).execute()).affected === 1
    },

    /** One statement: the successor's first use is noted, and the end of its predecessor with it. */
    recordFirstUse: async (id: string, at: Date): Promise<void> =>
      void (await tx.query(
        `with used as (
           update personal_access_token set first_used_at = $2
            where id = $1 and first_used_at is null returning rotated_from)
         update personal_access_token set retires_at = $2
          where id in (select rotated_from from used) and retires_on_first_use and retires_at is null`,
        [id, at],
      )),
  }
}

type ReadRow = Omit<Token, 'revokedBy'> & { revokedBy: string | null; revokedByLabel: string | null }

async function select(tx: Executor, where: string, values: unknown[], order = 'order by t.created_at desc') {
  const rows: ReadRow[] = await tx.query(`${SELECT} where ${where} ${order}`, values)
  return rows.map(toToken)
}

const SELECT = `
  select t.id, t.hint, t.name, t.description, t.kind, t.account_id as "accountId", t.scopes, t.created_at as "createdAt",
         t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt", t.last_used_address as "lastUsedAddress",
         t.last_used_by as "lastUsedBy", user_client.name as "lastUsedByName", t.revoked_at as "revokedAt",
         t.revoked_by as "revokedBy", coalesce(revoker.email, revoker_client.name) as "revokedByLabel",
         t.revoke_reason as "revokeReason", t.rotated_from as "rotatedFrom", successor.id as "rotatedTo",
         t.retires_at as "retiresAt", t.retires_on_first_use as "retiresOnFirstUse"
    from personal_access_token t
    left join personal_access_token successor on successor.rotated_from = t.id
    left join oauth_client user_client on user_client.id = t.last_used_by
    left join account revoker on 'account:' || revoker.id = t.revoked_by
    left join oauth_client revoker_client on 'client:' || revoker_client.id = t.revoked_by`

function toToken({ revokedByLabel, ...row }: ReadRow): Token {
  if (row.revokedBy === null) return row
  const [kind] = row.revokedBy.split(':') as [Actor['kind']]
  return { ...row, revokedBy: labelActor(kind, revokedByLabel) }
}
