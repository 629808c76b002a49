import { z } from 'zod'
import { type PolicyVersion, TOKEN_KINDS } from '../../../policy/index.ts'
import { id, time, toTime } from './common.ts'

const days = (description: string, example: number) => z.number().meta({ description, examples: [example] })
const scopes = (description: string, example: string[]) =>
  z.array(z.string()).meta({ description, examples: [example] })

const shared = {
  defaultDays: days('How many days a token lives where its owner does not choose.', 30),
  maxDays: days('The longest lifetime, in days.', 365),
  allowNever: z.boolean().meta({ description: 'Whether tokens may never expire.' }),
  tokensPerAccount: z.number().meta({
    description: 'How many active tokens an account may have.',
    examples: [50],
  }),
  kinds: z.array(z.enum(TOKEN_KINDS)),
  requireNetworks: z.boolean().meta({
    description: 'Every token must name the networks that it may be used from.',
  }),
  networks: scopes('Every use must come from one of these; none: from anywhere.', ['203.0.113.0/24']),
}

const idle = 'A token that was not used for so many days has expired'

/** What tokens may be, on the whole instance. What each field can hold is for the policy to say. */
export const settings = z
  .strictObject({
    ...shared,
    maxIdleDays: days(`${idle}; null: however long.`, 90).nullable(),
    memberScopes: scopes('Patterns of what members may grant; * is all but admin.', ['*']),
    adminScopes: scopes('Patterns of what administrators may grant.', ['*', 'admin']),
  })
  .meta({ id: 'PolicySettings' })

/** What an organization asks beyond that. */
export const limits = z
  .strictObject({
    ...shared,
    maxIdleDays: days(`${idle}.`, 90),
    scopes: scopes('Patterns of what its tokens may do at the most.', ['*:read']),
  })
  .partial()
  .meta({ id: 'OrganizationLimits' })

const versionFields = {
  id: id.nullable().meta({ description: 'null: nobody has saved one yet.' }),
  madeBy: z
    .string()
    .nullable()
    .meta({ description: 'In words.', examples: ['ada@example.com'] }),
  createdAt: time.nullable().meta({ description: 'New tokens comply from then on.' }),
  enforcedFrom: time.nullable().meta({ description: 'And those that existed from then on.' }),
}

export const policyReply = z.object({ ...versionFields, settings }).meta({ id: 'Policy' })
export const limitsReply = z
  .object({ ...versionFields, settings: limits })
  .meta({ id: 'OrganizationPolicy', description: 'Settings that are not named are as on the instance.' })

export const toVersionReply = (version: PolicyVersion | undefined) => ({
  id: version?.id ?? null,
  madeBy: version?.madeBy ?? null,
  createdAt: version === undefined ? null : toTime(version.createdAt),
  enforcedFrom: version === undefined ? null : toTime(version.enforcedFrom),
})
