import { type Database, toByteaArray } from '../database/index.ts'
import {
  circumstanceColumns,
  resolvedRows,
  type WrittenCircumstances,
  type WrittenRow,
} from '../tokens/index.ts'

/** All that decides the answers of a batch, as it was at one moment. */
export type Look = WrittenCircumstances & {
  /** JSON: see `callers.ts`. */
  readonly clients: string
  /** `position`: of its hash among those that were asked for, from 1. */
  readonly tokens: readonly (WrittenRow & { position: number })[] | null
}

export type Asked = {
  readonly clientIds: readonly string[]
  /** Of the tokens' secrets, in hex. */
  readonly hashes: readonly string[]
  readonly now: Date
}

export function introspectionStore({ pool }: Pick<Database, 'pool'>, patienceMilliseconds: number) {
  return {
    /** One round trip, and one moment of the database: one statement reads it all. Where no token is asked for, none is looked for. */
    async look({ clientIds, hashes, now }: Asked): Promise<Look> {
      const statement =
        hashes.length === 0
          ? { ...LOOK_AT_CLIENTS, values: [clientIds] }
          : { ...LOOK, values: [clientIds, toByteaArray(hashes), now] }
      const inTime = { ...statement, query_timeout: patienceMilliseconds }
      const { rows } = await pool.query<Look>(inTime)
      return { ...NOTHING, ...rows[0] }
    },
  }
}

const NOTHING: Look = { clients: '[]', tokens: null, policies: null, modules: null }

const CLIENTS = `
  select coalesce(json_agg(c)::text, '[]') from (
    select c.id, c.kind, c.auth_method as "authMethod", c.audience, encode(c.secret_hash, 'hex') as "secretHash",
           encode(c.previous_secret_hash, 'hex') as "previousSecretHash", c.previous_secret_ends_at as "previousSecretEndsAt",
           (select json_agg(json_build_object('name', m.name, 'actions', m.actions))
              from resource_server_module s join module m on m.name = s.module_name
             where s.client_id = c.id) as modules
      from oauth_client c
     where c.id = any($1::text[]) and c.disabled_at is null) c`

const LOOK_AT_CLIENTS = { name: 'introspect-nothing', text: `select (${CLIENTS}) as clients` }

const LOOK = {
  name: 'introspect',
  text: `
    select (${CLIENTS}) as clients,
           (${resolvedRows('$2')}) as tokens,
           ${circumstanceColumns('$3::timestamptz')}`,
}
