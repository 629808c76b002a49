import { z } from 'zod'
import { accountState, type ListedAccount } from '../../../accounts/index.ts'
import { id, time, toTime, toTimeOrNull } from './common.ts'

export const accountRole = z.enum(['member', 'admin'])
export const accountKind = z.enum(['person', 'service'])
export const accountStates = z.enum(['active', 'disabled', 'invited'])

export const accountReply = z
  .object({
    id,
    kind: accountKind,
    email: z.string().meta({ examples: ['ada@example.com'] }),
    name: z.string().meta({ examples: ['Ada Lovelace'] }),
    role: accountRole,
    state: accountStates.meta({ description: 'invited: a person who has not chosen a password yet.' }),
    organizationId: id.nullable().meta({ description: 'Whose service account it is; null for people.' }),
    activeTokens: z.int(),
    createdAt: time,
    passwordChangedAt: time.nullable().meta({ description: 'null: there is no password.' }),
    lastSeenAt: time
      .nullable()
      .meta({ description: 'When somebody was last there in a session that still lives.' }),
    disabledAt: time.nullable(),
  })
  .meta({ id: 'Account' })

export const toAccountReply = (account: ListedAccount): z.input<typeof accountReply> => ({
  id: account.id,
  kind: account.kind,
  email: account.email,
  name: account.name,
  role: account.role,
  state: accountState(account),
  organizationId: account.organizationId,
  activeTokens: account.activeTokens,
  createdAt: toTime(account.createdAt),
  passwordChangedAt: account.hasPassword ? toTime(account.passwordChangedAt) : null,
  lastSeenAt: toTimeOrNull(account.lastSeenAt),
  disabledAt: toTimeOrNull(account.disabledAt),
})

/** What an account's `ETag` stands for: what others do with it changes nothing that somebody could overwrite. */
export const accountVersion = ({
  activeTokens: _,
  lastSeenAt: __,
  ...rest
}: z.output<typeof accountReply>): object => rest

export const linkReply = z
  .object({
    url: z.string().meta({
      description: 'Whoever opens it first chooses the password. Shown this once: only its hash is stored.',
      examples: ['https://patmint.example.com/welcome?key=…'],
    }),
    expiresAt: time,
  })
  .meta({ id: 'OneTimeLink' })
