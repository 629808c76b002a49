import { z } from 'zod'
import { TOKEN_KINDS } from '../../../policy/index.ts'
import { scopesOf, scopesUnder } from '../../../scopes/index.ts'
import { reaches } from '../caller.ts'
import { operation } from '../operation.ts'
import { placeReply } from '../schemas/token.ts'

const reply = z
  .object({
    options: z.array(
      z.object({
        kind: z.enum(TOKEN_KINDS),
        organization: placeReply.nullable(),
        workspace: placeReply.nullable(),
        scopes: z.array(z.string()).meta({
          description: 'What such a token can be given by the token that you call with.',
          examples: [['tracker:read', 'tracker:write']],
        }),
        defaultDays: z.int().meta({ examples: [30] }),
        maxDays: z.int().meta({ examples: [365] }),
        allowNever: z.boolean().meta({ examples: [false] }),
        maxIdleDays: z
          .int()
          .nullable()
          .meta({ description: 'Unused for so many days it has expired.', examples: [90] }),
        requireNetworks: z.boolean().meta({ examples: [false] }),
        tokensPerAccount: z.int().meta({ examples: [50] }),
      }),
    ),
    activeTokens: z.int().meta({ description: 'How many your account has.', examples: [3] }),
    modules: z.array(
      z.object({
        name: z.string().meta({ examples: ['tracker'] }),
        title: z.string().meta({ examples: ['Tracker'] }),
        description: z.string().meta({ examples: ['Issues, boards and comments.'] }),
        scopes: z.array(z.string()).meta({ examples: [['tracker:read', 'tracker:write']] }),
      }),
    ),
  })
  .meta({ id: 'MintOptions' })

export const getMintOptions = operation({
  id: 'getMintOptions',
  tag: 'Tokens',
  method: 'get',
  path: '/api/v1/token-options',
  access: 'patmint:read',
  summary: 'See what you may generate',
  description:
    'The kinds of token that your account may generate, with what the policy asks of each, and the modules that there are: all ' +
    'that a form of your own needs to show before it is sent.',
  status: 200,
  reply,
  errors: ['account_disabled'],
  async handle({ tokens, catalogue }, { caller }) {
    const { options, activeTokens } = await tokens.mintOptions(caller.account.id)
    const modules = await catalogue.listModules()
    const inReach = options.filter(({ organization, workspace }) =>
      reaches(
        caller,
        organization === null ? undefined : { organizationId: organization.id, workspaceId: workspace?.id },
      ),
    )
    return {
      options: inReach.map(({ kind, organization, workspace, policy, ceiling }) => ({
        ...policy,
        kind,
        organization,
        workspace,
        scopes: scopesUnder(ceiling, modules).filter((scope) => caller.scopes.includes(scope)),
      })),
      activeTokens,
      modules: modules.map((module) => ({ ...module, scopes: scopesOf(module) })),
    }
  },
})
