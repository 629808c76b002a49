import { EntitySchema } from 'typeorm'

export type OauthModelRow = {
  model: string
  idHash: Buffer
  payload: object
  grantId: string | null
  uid: string | null
  userCodeHash: Buffer | null
  createdAt: Date
  expiresAt: Date | null
  consumedAt: Date | null
}

const PRIMARY_KEY = { primary: true, primaryKeyConstraintName: 'oauth_model_pkey' } as const

/** Everything that oidc-provider keeps, but tokens of ours and clients: sessions, interactions, grants, codes, tokens. */
export const oauthModelEntity = new EntitySchema<OauthModelRow>({
  name: 'oauth_model',
  columns: {
    model: { type: 'text', ...PRIMARY_KEY },
    idHash: { name: 'id_hash', type: 'bytea', ...PRIMARY_KEY },
    payload: { type: 'jsonb' },
    grantId: { name: 'grant_id', type: 'text', nullable: true },
    uid: { type: 'text', nullable: true },
    userCodeHash: { name: 'user_code_hash', type: 'bytea', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    expiresAt: { name: 'expires_at', type: 'timestamptz', nullable: true },
    consumedAt: { name: 'consumed_at', type: 'timestamptz', nullable: true },
  },
  indices: [
    { name: 'oauth_model_grant_idx', columns: ['grantId'] },
    { name: 'oauth_model_uid_idx', columns: ['model', 'uid'] },
    { name: 'oauth_model_user_code_idx', columns: ['model', 'userCodeHash'] },
    { name: 'oauth_model_expires_idx', columns: ['expiresAt'] },
  ],
})
