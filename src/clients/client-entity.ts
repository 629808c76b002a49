import { EntitySchema } from 'typeorm'
import type { Client } from './client.ts'

export const clientEntity = new EntitySchema<Client>({
  name: 'oauth_client',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'oauth_client_pkey' },
    kind: { type: 'text' },
    name: { type: 'text' },
    authMethod: { name: 'auth_method', type: 'text' },
    secretHash: { name: 'secret_hash', type: 'bytea', nullable: true },
    previousSecretHash: { name: 'previous_secret_hash', type: 'bytea', nullable: true },
    previousSecretEndsAt: { name: 'previous_secret_ends_at', type: 'timestamptz', nullable: true },
    firstParty: { name: 'first_party', type: 'boolean' },
    redirectUris: { name: 'redirect_uris', type: 'text', array: true },
    grantTypes: { name: 'grant_types', type: 'text', array: true },
    audience: { type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    disabledAt: { name: 'disabled_at', type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'oauth_client_audience_key', columns: ['audience'] }],
  checks: [
    { name: 'oauth_client_kind_known', expression: "kind in ('internal', 'resource_server', 'application')" },
    {
      name: 'oauth_client_audience_of_server',
      expression: "(audience is not null) = (kind = 'resource_server')",
    },
    { name: 'oauth_client_auth_method_known', expression: "auth_method in ('client_secret_basic', 'none')" },
  ],
})
