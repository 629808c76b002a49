/**
 * The clients whose ids are in the array that the placeholder holds, as JSON, for `callers.ts`; those that are switched off are
 * left out. A subquery, to be read in one statement with the tokens that they ask about.
 */
export const clientsAsked = (ids: string): string => `(
  select coalesce(json_agg(c)::text, '[]') from (
    select c.id, c.kind, c.auth_method as "authMethod", c.audience, encode(c.secret_hash, 'hex') as "secretHash",
           encode(c.previous_secret_hash, 'hex') as "previousSecretHash", c.previous_secret_ends_at as "previousSecretEndsAt",
           (select json_agg(json_build_object('name', m.name, 'actions', m.actions))
              from resource_server_module s join module m on m.name = s.module_name
             where s.client_id = c.id) as modules
      from oauth_client c
     where c.id = any(${ids}::text[]) and c.disabled_at is null) c)`
