import { EntitySchema } from 'typeorm'

export type SigningKeyRow = {
  kid: string
  alg: string
  sealed: string
  createdAt: Date
  retiredAt: Date | null
}

export const signingKeyEntity = new EntitySchema<SigningKeyRow>({
  name: 'signing_key',
  columns: {
    kid: { type: 'text', primary: true, primaryKeyConstraintName: 'signing_key_pkey' },
    alg: { type: 'text' },
    /** The private JWK, encrypted with a key that is derived from PATMINT_SECRET. */
    sealed: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    retiredAt: { name: 'retired_at', type: 'timestamptz', nullable: true },
  },
})
