import { z } from 'zod'
import { operation } from '../operation.ts'
import { text } from '../schemas/common.ts'

const MOST = 100

export const reportLeakedTokens = operation({
  id: 'reportLeakedTokens',
  tag: 'Leaked tokens',
  method: 'post',
  path: '/api/v1/leaked-tokens',
  access: 'public',
  summary: 'Report leaked tokens',
  description:
    'For whoever finds tokens in public, secret scanners above all: those that are real and still work are revoked at once, and their ' +
    'owners are told. No token is needed. The answer is the same whatever was found.',
  body: z
    .strictObject({
      tokens: z
        .array(text(300))
        .min(1, 'must hold at least one token')
        .max(MOST, `must hold at most ${MOST} tokens`)
        .meta({ description: `The secrets, at most ${MOST} of them.`, examples: [['pat_…']] }),
    })
    .meta({ id: 'LeakedTokens' }),
  status: 202,
  reply: z
    .object({ received: z.int().meta({ description: 'How many were sent.', examples: [1] }) })
    .meta({ id: 'LeakedTokensReceived' }),
  async handle({ tokens, rateLimits, log }, { actor, body }) {
    await rateLimits.countLeakReport(actor.address ?? '')
    const revoked = await tokens.reportLeaked(actor, body.tokens)
    log.info(
      { received: body.tokens.length, revoked, requestId: actor.requestId },
      'leaked tokens were reported',
    )
    return { received: body.tokens.length }
  },
})
