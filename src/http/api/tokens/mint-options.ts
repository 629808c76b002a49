import { z } from 'zod'
import { TOKEN_KINDS } from '../../../policy/index.ts'
import { scopesOf, scopesUnder } from '../../../scopes/index.ts'
import { withinReach } from '../caller.ts'
import { operation } from '../operation.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../paging.ts'
import { text } from '../schemas/common.ts'
import { placeReply } from '../schemas/token.ts'

const reply = z
  .object({
    options: z
      .array(
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
      )
      .meta({
        description: 'Personal first, on the first page; then organizations and workspaces by their slugs.',
      }),
    nextCursor: pageOf(z.never()).shape.nextCursor,
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
    'that a form of your own needs to show before it is sent. Of organizations and workspaces a page at a time.',
  status: 200,
  query: z.strictObject({
    search: text(200)
      .optional()
      .meta({ description: 'A part of the name or the slug of an organization or a workspace.' }),
    ...pageQuery,
  }),
  reply,
  errors: ['account_disabled'],
  async handle({ tokens, catalogue }, { caller, query: { search, limit, cursor } }) {
    const asked = { text: search, after: readCursor({ cursor }), limit, within: withinReach(caller) }
    const { options, activeTokens, next } = await tokens.mintOptions(caller.account.id, asked)
    const modules = await catalogue.listModules()
    const { data, nextCursor } = toPage(options, next)
    return {
      options: data.map(({ kind, organization, workspace, policy, ceiling }) => ({
        ...policy,
        kind,
        organization,
        workspace,
        scopes: scopesUnder(ceiling, modules).filter((scope) => caller.scopes.includes(scope)),
      })),
      nextCursor,
      activeTokens,
      modules: modules.map((module) => ({ ...module, scopes: scopesOf(module) })),
    }
  },
})
