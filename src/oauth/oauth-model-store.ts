import type { AdapterPayload } from 'oidc-provider'
import { type Database, deleteDue, type Executor } from '../database/index.ts'
import { sha256 } from '../lib/index.ts'

type Found = { payload: AdapterPayload; consumed_at: Date | null }

/** What is looked up in a model: the presented value is hashed, and known again by its hash only. */
export function oauthModelStore({ pool, manager }: Pick<Database, 'pool' | 'manager'>) {
  const run = async <Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> =>
    (await pool.query<Row>({ name: `oauth_model_${name}`, text, values })).rows
  return {
    async upsert(
      model: string,
      id: string,
      payload: AdapterPayload,
      at: { now: Date; expiresAt: Date | null },
    ) {
      const { jti: _secret, userCode, ...kept } = payload
      const { grantId = null, uid = null } = kept
      const userCodeHash = userCode === undefined ? null : sha256(userCode)
      await run('upsert', UPSERT, [model, sha256(id), kept, grantId, uid, userCodeHash, at.now, at.expiresAt])
    },
    find: async (model: string, id: string): Promise<AdapterPayload | undefined> =>
      withJti((await run<Found>('find', FIND, [model, sha256(id)]))[0], id),
    /** Without the id, which nobody presented: what is found by its uid is read, never saved. */
    findByUid: async (model: string, uid: string): Promise<AdapterPayload | undefined> =>
      withJti((await run<Found>('find_by_uid', FIND_BY_UID, [model, uid]))[0], undefined),
    findByUserCode: async (model: string, code: string): Promise<AdapterPayload | undefined> =>
      withJti(
        (await run<Found>('find_by_user_code', FIND_BY_USER_CODE, [model, sha256(code)]))[0],
        undefined,
      ),
    /** True for exactly one of those who try. */
    consume: async (model: string, id: string, at: Date): Promise<boolean> =>
      (await run('consume', CONSUME, [model, sha256(id), at])).length === 1,
    findGrantId: async (model: string, id: string): Promise<string | undefined> =>
      (await run<{ grant_id: string | null }>('grant_id', GRANT_ID, [model, sha256(id)]))[0]?.grant_id ??
      undefined,
    destroy: async (model: string, id: string): Promise<void> =>
      void (await run('destroy', DESTROY, [model, sha256(id)])),
    destroyByGrant: async (model: string, grantId: string): Promise<void> =>
      void (await run('destroy_by_grant', DESTROY_BY_GRANT, [model, grantId])),
    deleteExpired: (before: Date): Promise<void> =>
      deleteDue(manager, 'oauth_model', 'expires_at < $1', [before]),
  }
}

/** Ends a grant and all that was issued under it. @returns whose it was, to the one who ended it and to nobody after. */
export async function deleteGrant(tx: Executor, grantId: string): Promise<AdapterPayload | undefined> {
  const [grants]: [{ payload: AdapterPayload }[], number] = await tx.query(DELETE_GRANT, [sha256(grantId)])
  await tx.query('delete from oauth_model where grant_id = $1', [grantId])
  return grants[0]?.payload
}

function withJti(row: Found | undefined, id: string | undefined): AdapterPayload | undefined {
  if (row === undefined) return undefined
  const consumed = row.consumed_at === null ? {} : { consumed: Math.floor(row.consumed_at.getTime() / 1_000) }
  return { ...row.payload, ...consumed, ...(id === undefined ? {} : { jti: id }) }
}

// A row that was consumed stays consumed, whatever is saved over it.
const UPSERT = `
  insert into oauth_model (model, id_hash, payload, grant_id, uid, user_code_hash, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (model, id_hash) do update
     set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
         user_code_hash = excluded.user_code_hash, expires_at = excluded.expires_at`
// Expired rows are found, too: oidc-provider itself tells "expired" from "unknown", and detects reuse that way.
const FIND = 'select payload, consumed_at from oauth_model where model = $1 and id_hash = $2'
const FIND_BY_UID =
  'select payload, consumed_at from oauth_model where model = $1 and uid = $2 order by created_at desc limit 1'
const FIND_BY_USER_CODE =
  'select payload, consumed_at from oauth_model where model = $1 and user_code_hash = $2 order by created_at desc limit 1'
const CONSUME =
  'update oauth_model set consumed_at = $3 where model = $1 and id_hash = $2 and consumed_at is null returning model'
const GRANT_ID = 'select grant_id from oauth_model where model = $1 and id_hash = $2'
const DESTROY = 'delete from oauth_model where model = $1 and id_hash = $2'
const DESTROY_BY_GRANT = 'delete from oauth_model where model = $1 and grant_id = $2'
const DELETE_GRANT = `delete from oauth_model where model = 'Grant' and id_hash = $1 returning payload`
