import { z } from 'zod'
import { type Client, hasTwoSecrets, OVERLAPS } from '../../../clients/index.ts'
import { time, toTime, toTimeOrNull } from './common.ts'

export const clientId = z.string().meta({ examples: ['019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'] })

/** A client id as it is asked for. One that is none is answered like an unknown one. */
export const clientParams = z.strictObject({ clientId: z.string() })

export const previousSecretEndsAt = time
  .nullable()
  .meta({ description: 'Until then the secret before the present one is good too; null: it is not.' })

export const clientReply = z
  .object({
    clientId,
    name: z.string().meta({ examples: ['Wiki'] }),
    isPublic: z.boolean().meta({ description: 'Without a secret: it proves itself by PKCE.' }),
    firstParty: z.boolean().meta({
      description: 'Ours: nobody is asked for consent, and it may revoke people’s tokens.',
    }),
    redirectUris: z.array(z.string()).meta({ examples: [['https://wiki.example.com/callback']] }),
    createdAt: time,
    disabledAt: time.nullable(),
    previousSecretEndsAt,
  })
  .meta({ id: 'Client' })

export const toClientReply = (client: Client, now: Date): z.input<typeof clientReply> => ({
  clientId: client.id,
  name: client.name,
  isPublic: client.authMethod === 'none',
  firstParty: client.firstParty,
  redirectUris: client.redirectUris,
  createdAt: toTime(client.createdAt),
  disabledAt: toTimeOrNull(client.disabledAt),
  previousSecretEndsAt: toPreviousSecretEnd(client, now),
})

export const toPreviousSecretEnd = (
  client: Pick<Client, 'previousSecretEndsAt'>,
  now: Date,
): string | null => (hasTwoSecrets(client, now) ? toTimeOrNull(client.previousSecretEndsAt) : null)

/** An overlap ends by itself: nobody's change is overwritten by that. */
export const withoutOverlap = ({
  previousSecretEndsAt: _,
  ...rest
}: {
  readonly previousSecretEndsAt: unknown
}): object => rest

export const clientSecret = z
  .string()
  .meta({ description: 'Shown this once: keep it now. Only its hash is stored.', examples: ['hV3…'] })

export const secretRotation = z
  .strictObject({
    overlap: z.enum(OVERLAPS).meta({
      description:
        'For how long the secret before the new one stays good: none (it leaked), an hour, a day, a week.',
      examples: ['day'],
    }),
  })
  .meta({ id: 'SecretRotation' })
