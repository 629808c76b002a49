import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import { ask, type Executor } from '../database/index.ts'
import { type InForceRow, policiesInForce } from '../policy/index.ts'
import type { Module } from '../scopes/index.ts'
import { MODULES_IN_ORDER } from './circumstances.ts'
import { isLive } from './token-columns.ts'

/** What decides about new tokens beside the accounts' own rows, as it is at one moment. */
export type MintingRow = {
  readonly isMintingOn: boolean
  /** What tokens are minted by. */
  readonly newest: readonly InForceRow[] | null
  /** What tokens that exist are held to. */
  readonly inForce: readonly InForceRow[] | null
  /** In catalogue order. */
  readonly modules: readonly Pick<Module, 'name' | 'actions'>[] | null
  readonly accounts:
    | readonly {
        readonly id: string
        /** Those that it is a member of. */
        readonly organizationIds: string[]
        /** How many tokens it has that have not ended by themselves. */
        readonly unended: number
      }[]
    | null
}

export function mintStore(tx: Executor) {
  return {
    /** In one round trip. Of accounts that are locked: else others might mint for them meanwhile. */
    async look(accountIds: readonly string[], now: Date): Promise<MintingRow> {
      const [row] = await ask<MintingRow>(tx, { ...LOOK, values: [accountIds, now] })
      if (row === undefined) throw new Error('a select without from has one row')
      return row
    },
  }
}

const LOOK = {
  name: 'look-before-minting',
  text: `
    select exists (select from oauth_client where id = '${INTERNAL_CLIENT_ID}' and disabled_at is null) as "isMintingOn",
           (select json_agg(p) from (${policiesInForce(`'infinity'`)}) p) as newest,
           (select json_agg(p) from (${policiesInForce('$2::timestamptz')}) p) as "inForce",
           (${MODULES_IN_ORDER}) as modules,
           (select json_agg(a) from (
              select a.id,
                     array(select m.organization_id from organization_membership m where m.account_id = a.id) as "organizationIds",
                     (select count(*)::int from personal_access_token t
                       where t.account_id = a.id and ${isLive('$2::timestamptz')}) as unended
                from account a where a.id = any($1::uuid[])) a) as accounts`,
}
