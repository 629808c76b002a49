import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import { ask, type Executor, ofAnyNumber } from '../database/index.ts'
import { type InForceRow, policiesInForce } from '../policy/index.ts'
import type { Module } from '../scopes/index.ts'
import { inForceUntil, MODULES_IN_ORDER } from './circumstances.ts'
import { REVISION } from './revision.ts'
import { isLive } from './token-columns.ts'

/** What decides about new tokens beside the accounts' own rows, as it is at one moment. */
export type AccountsRow = {
  /** Of policies, catalogue and clients: see `revision.ts`. */
  readonly revision: string
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

/** That, and what the revision stands for. */
export type MintingRow = AccountsRow & {
  readonly isMintingOn: boolean
  /** What tokens are minted by. */
  readonly newest: readonly InForceRow[] | null
  /** What tokens that exist are held to. */
  readonly inForce: readonly InForceRow[] | null
  /** When another policy comes into force by itself, in milliseconds since 1970. */
  readonly until: number | null
  /** In catalogue order. */
  readonly modules: readonly Pick<Module, 'name' | 'actions'>[] | null
}

/** Each in one round trip. Of accounts that are locked: else others might mint for them meanwhile. */
export function mintStore(tx: Executor) {
  const look = async <Row extends object>(
    statement: { name: string; text: string },
    accountIds: readonly string[],
    now: Date,
  ): Promise<Row> => {
    const [row] = await ask<Row>(tx, { ...statement, values: [accountIds, now] })
    if (row === undefined) throw new Error('a select without from has one row')
    return row
  }
  return {
    lookAtAccounts: (accountIds: readonly string[], now: Date) =>
      look<AccountsRow>(LOOK_AT_ACCOUNTS, accountIds, now),
    look: (accountIds: readonly string[], now: Date) => look<MintingRow>(LOOK, accountIds, now),
  }
}

/** Not compared with what the tables' statistics say: else each is planned anew, as `ofAnyNumber` tells. */
const NOW = '(select $2::timestamptz)'

const ACCOUNTS = `
  select ${REVISION} as revision,
         (select json_agg(a) from (
            select a.id,
                   array(select m.organization_id from organization_membership m where m.account_id = a.id) as "organizationIds",
                   (select count(*)::int from personal_access_token t
                     where t.account_id = a.id and ${isLive(NOW)}) as unended
              from account a where a.id = any(${ofAnyNumber('$1', 'uuid')})) a) as accounts`

const LOOK_AT_ACCOUNTS = { name: 'look-at-minting-accounts', text: ACCOUNTS }

const LOOK = {
  name: 'look-before-minting',
  text: `${ACCOUNTS},
         exists (select from oauth_client where id = '${INTERNAL_CLIENT_ID}' and disabled_at is null) as "isMintingOn",
         (select json_agg(p) from (${policiesInForce(`'infinity'`)}) p) as newest,
         (select json_agg(p) from (${policiesInForce('$2::timestamptz')}) p) as "inForce",
         ${inForceUntil('$2::timestamptz')} as until,
         (${MODULES_IN_ORDER}) as modules`,
}
